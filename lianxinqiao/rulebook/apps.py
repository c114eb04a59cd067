from importlib import import_module

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "lianxinqiao.rulebook"
    verbose_name = "规则"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("lianxinqiao.rulebook.checks")
