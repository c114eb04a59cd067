from django.apps import AppConfig


class StudiosConfig(AppConfig):
    name = "lianxinqiao.studios"
    verbose_name = "工作室"
