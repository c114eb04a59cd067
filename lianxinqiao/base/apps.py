from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "lianxinqiao.base"
    verbose_name = "底座"

    def ready(self) -> None:
        """Register the checks without which nothing starts."""
        from lianxinqiao.base import checks  # noqa: PLC0415 -- the models must be loaded first

        checks.register()
