from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "lianxinqiao.ledger"
    verbose_name = "台账"
