from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "lianxinqiao.organisation"
    verbose_name = "组织"
