"""Settings: few, read from the environment (`CHENGXIN_…`), listed in docs/reference/settings.md."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chengxin.ground import home, keys
from chengxin.site.databases import databases_of
from chengxin.site.rooms import ROOMS
from chengxin.site.templating import loader

HOME = home.current()
SITE = Path(__file__).parent

DEBUG = False
DEMO = os.environ.get("CHENGXIN_DEMO", "") == "1" or (HOME.root / "demo").exists()


def _secret_key() -> str:
    """Return the key made by `init`; before there is one, a key that lives as long as this process."""
    try:
        return keys.read_key(HOME, "django").hex()
    except keys.KeyMissing:
        return secrets.token_hex(32)


def _at_least_one(name: str, usual: str, what: str) -> int:
    """Return a setting that counts something; stop where it does not."""
    said = os.environ.get(name, usual)
    if not said.isdecimal() or int(said) < 1:
        raise SystemExit(f"{name} 是“{said}”，应当是 1 以上的{what}，如 {usual}")
    return int(said)


def _days(name: str, usual: str) -> int:
    """Return a setting that counts days; stop where it does not."""
    return _at_least_one(name, usual, "天数")


def _single_sign_on() -> list[dict[str, Any]]:
    """Return the provider of identities, where there is one; its secret is a key of the home."""
    if not SSO_ISSUER:
        return []
    secret = keys.read_key(HOME, "sso").decode().strip()
    app = {"provider_id": "sso", "name": SSO_NAME, "client_id": SSO_CLIENT, "secret": secret}
    return [{**app, "settings": {"server_url": SSO_ISSUER}}]


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("CHENGXIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CHENGXIN_ORIGINS", "").split(",") if origin]
BEHIND_TLS = os.environ.get("CHENGXIN_TLS", "") == "1"
PUBLIC_ORIGIN = os.environ.get("CHENGXIN_PUBLIC_ORIGIN", "http://127.0.0.1:8000")
SITE_DOMAIN = urlsplit(os.environ.get("CHENGXIN_PUBLIC_ORIGIN", "")).hostname or ""
SITE_NAME = os.environ.get("CHENGXIN_SITE_NAME", "").strip()
SITE_CODE = os.environ.get("CHENGXIN_SITE_CODE", "").strip()  # 政府网站标识码
PRIVACY_CONTACT = os.environ.get(
    "CHENGXIN_PRIVACY_CONTACT", ""
).strip()  # of who answers about personal information
DATA_LICENCE = os.environ.get("CHENGXIN_DATA_LICENCE", "").strip()  # words or an address
WITNESSES = os.environ.get("CHENGXIN_WITNESSES", "")
# 登录: see docs/reference/settings.md; a demo asks nobody for a second factor or a new password.
IDLE_MINUTES = int(os.environ.get("CHENGXIN_IDLE_MINUTES", "30"))
SIGN_IN_HOURS = int(os.environ.get("CHENGXIN_SIGN_IN_HOURS", "8"))
PASSWORD_DAYS = int(os.environ.get("CHENGXIN_PASSWORD_DAYS", "0" if DEMO else "90"))
SIGN_IN_LOG_MONTHS = int(os.environ.get("CHENGXIN_SIGN_IN_LOG_MONTHS", "0"))  # the law's, where it says more
SECOND_FACTOR_ROLES = frozenset(
    os.environ.get(
        "CHENGXIN_SECOND_FACTOR",
        ""
        if DEMO
        else "administrator,security_admin,audit_admin,auditor,credit_head,release_reviewer,personnel_head",
    ).split(",")
) - {""}
SSO_ISSUER = os.environ.get("CHENGXIN_SSO", "").rstrip("/")
SSO_CLIENT = os.environ.get("CHENGXIN_SSO_CLIENT", "")
SSO_NAME = os.environ.get("CHENGXIN_SSO_NAME", "统一身份认证")
SSO_CLAIM = os.environ.get("CHENGXIN_SSO_CLAIM", "preferred_username")
# 消息的渠道: see docs/reference/settings.md; what must stay secret are keys of the home.
DESK_ORIGIN = os.environ.get("CHENGXIN_DESK_ORIGIN", PUBLIC_ORIGIN).rstrip("/")
MAIL = os.environ.get("CHENGXIN_MAIL", "").strip()
MAIL_FROM = os.environ.get("CHENGXIN_MAIL_FROM", "").strip()
WORK_CHAT = os.environ.get("CHENGXIN_WORK_CHAT", "").strip()
WORK_CHAT_APP = os.environ.get("CHENGXIN_WORK_CHAT_APP", "").strip()
SMS = os.environ.get("CHENGXIN_SMS", "").strip()
WEBHOOK = os.environ.get("CHENGXIN_WEBHOOK", "").strip()
# The folder in which the public data bundle is kept up; the demo shows one.
BUNDLE = os.environ.get("CHENGXIN_BUNDLE", str(HOME.root / "bundle") if DEMO else "")
DEPUTIES_DECIDE = os.environ.get("CHENGXIN_DEPUTIES_DECIDE", "1") == "1"
PLATFORM = os.environ.get("CHENGXIN_PLATFORM", "")  # the platform of record: an address, or a folder
BACKUPS = os.environ.get("CHENGXIN_BACKUPS", "") or str(HOME.backups)
BACKUP_DAYS = _days("CHENGXIN_BACKUP_DAYS", "30")  # that a backup is kept
BACKUP_NIGHTLY = os.environ.get("CHENGXIN_BACKUP_NIGHTLY", "1") == "1"
# 互动受理: see docs/reference/settings.md.
# Where public pages say that one may complain; a demo shows its own door.
COMPLAIN_AT = os.environ.get("CHENGXIN_COMPLAIN_AT", "/complain/" if DEMO else "").strip()
PROOF_OF_WORK = _at_least_one("CHENGXIN_PROOF_OF_WORK", "100000", "次数")
SLOW_PER_MINUTE = _at_least_one("CHENGXIN_SLOW_PER_MINUTE", "60", "件数")
BACKUP_KEYS = os.environ.get("CHENGXIN_BACKUP_KEYS", "1") == "1"  # whether nightly backups hold the keys
HAS_DESK = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    *ROOMS,
    "chengxin.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "chengxin.site.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chengxin.site.middleware.UnknownVisitors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chengxin.foundation.audit.attribution.Attribution",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chengxin.foundation.signins.guard.Guard",
]

ROOT_URLCONF = "chengxin.site.urls"
WSGI_APPLICATION = "chengxin.site.wsgi.application"

# Jinja2 alone: a page of a library that nobody overrode fails instead of coming out in another dress.
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "chengxin.site.templating.environment",
            "loader": loader(),
            "context_processors": ["chengxin.site.templating.frame"],
        },
    },
]
DATABASES = databases_of(HOME, os.environ.get("CHENGXIN_DATABASE", ""))
DATABASE_ROUTERS = ["chengxin.site.databases.PublicSideApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "chengxin.foundation.signins.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "chengxin.foundation.signins.passwords.SeveralKinds"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("CHENGXIN_PROXIES", "0"))
ACCOUNT_ADAPTER = "chengxin.foundation.signins.adapters.Accounts"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS else "http"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the others are ended, this one goes on
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Wrong passwords are counted in foundation/signins; here only what floods the entrance, and wrong codes.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/5m/ip,5/5m/key"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_ADAPTER = "chengxin.foundation.signins.adapters.SecondFactors"
ACCOUNT_FORMS = {"change_password": "chengxin.foundation.signins.asking.ChangePassword"}
MFA_FORMS = {
    "authenticate": "chengxin.foundation.signins.asking.Authenticate",
    "reauthenticate": "chengxin.foundation.signins.asking.Reauthenticate",
    "activate_totp": "chengxin.foundation.signins.asking.ActivateApp",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "诚信"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS  # browsers offer it on localhost only
SOCIALACCOUNT_ADAPTER = "chengxin.foundation.signins.adapters.SingleSignOn"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _single_sign_on()}}

TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_AGE = SIGN_IN_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 365 * 86400 if BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What was asked for and does not exist, and by which host's name, is the visitor's and nobody else's.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
