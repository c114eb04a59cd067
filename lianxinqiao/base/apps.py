from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "lianxinqiao.base"
    verbose_name = "底座"
