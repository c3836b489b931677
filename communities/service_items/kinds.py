"""Which list an item stands in, and where it is handled.

Three lists are found practice: 依法履职, 协助办理 and 负面事项; certificates a community may give
and services for residents are told apart from them because residents look for those.
"""

from django.db.models import TextChoices


class ListType(TextChoices):
    RESIDENT = "resident", "便民服务"
    CERTIFICATE = "certificate", "出具证明"
    STATUTORY = "statutory", "依法履职"
    ASSISTING = "assisting", "协助办理"
    NEGATIVE = "negative", "不再出具、不再办理"


class HandledAt(TextChoices):
    GRID = "grid", "网格帮办代办"
    COMMUNITY = "community", "社区"
    SUBDISTRICT = "subdistrict", "街道（镇）"
