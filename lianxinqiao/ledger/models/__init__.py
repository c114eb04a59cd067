from lianxinqiao.ledger.models.check import Check
from lianxinqiao.ledger.models.credit import PER_LINE, Credit
from lianxinqiao.ledger.models.line import Line
from lianxinqiao.ledger.models.only import AppendOnly
from lianxinqiao.ledger.models.seal import DaySeal, Seal
from lianxinqiao.ledger.models.tally import Grain, Tally, Watermark

__all__ = ["PER_LINE", "AppendOnly", "Check", "Credit", "DaySeal", "Grain", "Line", "Seal", "Tally", "Watermark"]
