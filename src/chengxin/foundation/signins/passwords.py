"""密码: what a password must be made of (policy T-41: complexity)."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = 3  # of capitals, small letters, digits and everything else


class LongEnough(MinimumLengthValidator):
    """A password has a certain length; the library's own words for it are not in every language."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` for one that is too short."""
        if len(password) < self.min_length:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("密码应当不少于 %(length)s 个字符") % {"length": self.min_length}


class SeveralKinds:
    """A password mixes several kinds of characters; a long one of words need not."""

    def __init__(self, long_enough: int = 16) -> None:
        self.long_enough = long_enough

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` for a short password of too few kinds."""
        tests = (str.isupper, str.islower, str.isdigit, lambda each: not each.isalnum())
        kinds = sum(any(test(each) for each in password) for test in tests)
        if kinds < KINDS and len(password) < self.long_enough:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("密码应当包含大写字母、小写字母、数字和符号中的至少三种，或者不少于 %(length)s 个字符") % {
            "length": self.long_enough
        }
