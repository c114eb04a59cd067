from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "lianxinqiao.inbox"
    verbose_name = "消息"
