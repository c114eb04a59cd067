from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "lianxinqiao.rulebook"
    verbose_name = "规则"
