from grids.notices.models.notices import Notice, NoticeAddress
from grids.notices.models.objections import ContactReading, Objection, Sender

__all__ = ["ContactReading", "Notice", "NoticeAddress", "Objection", "Sender"]
