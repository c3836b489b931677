from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "grids.review"
    label = "review"
    verbose_name = "审核"
