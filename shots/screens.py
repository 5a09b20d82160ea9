"""The screens that pages are tested and pictured on: sizes in CSS pixels, and what the browser says of itself."""

from dataclasses import dataclass
from typing import Any, Literal

_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_SAFARI = _IPHONE + "Version/18.5 Mobile/15E148 Safari/604.1"
_MESSENGER = _IPHONE + "Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN"
Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Screen:
    """What a page is looked at with."""

    name: str
    width: int
    height: int
    mobile: bool = False
    agent: str | None = None
    script: bool = True

    def context(self, locale: str, scheme: Scheme) -> dict[str, Any]:
        """The options of a browser context that is this screen, of somebody in Shanghai."""
        return {
            "viewport": {"width": self.width, "height": self.height},
            "is_mobile": self.mobile,
            "has_touch": self.mobile,
            "user_agent": self.agent,
            "java_script_enabled": self.script,
            "locale": locale,
            "timezone_id": "Asia/Shanghai",
            "color_scheme": scheme,
            # Half-way through a fade a colour is nobody's.
            "reduced_motion": "reduce",
        }


DESKTOP = Screen("desktop", 1280, 800)
PHONE = Screen("phone", 390, 844, True, _SAFARI)
WECHAT = Screen("wechat", 390, 844, True, _MESSENGER)
NO_SCRIPT = Screen("phone without scripts", 390, 844, True, _SAFARI, script=False)
