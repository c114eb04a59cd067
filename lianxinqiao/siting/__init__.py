"""The layout solver: who should enrol where, where the next studio would help most. Pure: values in, values out."""

from lianxinqiao.siting.costs import standing
from lianxinqiao.siting.enrolment import greedy, propose_enrolment
from lianxinqiao.siting.places import propose_studios
from lianxinqiao.siting.values import (
    Change,
    County,
    Member,
    Point,
    Problem,
    Proposal,
    Reason,
    Sector,
    Site,
    Sites,
    Spot,
    Standing,
    Studio,
    Township,
    Weights,
)
from lianxinqiao.siting.words import sentence

__all__ = [
    "Change",
    "County",
    "Member",
    "Point",
    "Problem",
    "Proposal",
    "Reason",
    "Sector",
    "Site",
    "Sites",
    "Spot",
    "Standing",
    "Studio",
    "Township",
    "Weights",
    "greedy",
    "propose_enrolment",
    "propose_studios",
    "sentence",
    "standing",
]
