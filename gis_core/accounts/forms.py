from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Name and password. The refusal never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _(
            "账号或密码不正确，请核对大小写后重试。连续输错 8 次将暂停登录 15 分钟；"
            "忘记密码请联系县系统管理员。"
        ),
        "inactive": _("账号或密码不正确，请核对大小写后重试。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("密码")
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"
