from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "lianxinqiao.concerns"
    verbose_name = "群众反映"
