from django.apps import AppConfig


class ServiceItemsConfig(AppConfig):
    name = "communities.service_items"
    label = "service_items"
    verbose_name = "服务事项清单"
