"""Is everybody answered in the language that they want most?"""

import pytest

from api_http.languages import language


class TestLanguage:
    @pytest.mark.parametrize(
        ("accepted", "chosen"),
        [
            ("", "ko"), ("en", "en"), ("ko", "ko"), ("fr", "ko"), ("*", "ko"), ("EN-us", "en"),
            ("en-GB,en;q=0.9,ko;q=0.8", "en"), ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
            ("ko;q=0, en", "en"), ("ko;q=0", "en"), ("en;q=0", "ko"), ("ko;q=0.1, en;q=0.2", "en"),
            ("en;q=0.2, ko;q=0.1", "en"), ("fr, en;q=0.5", "en"), ("kok", "ko"), ("kok, en", "en"),
            ("english", "ko"), ("*;q=0.5, ko;q=0.1", "en"), ("ko;q=0, *", "en"), ("en, ko", "en"),
            ("ko, en", "ko"), ("en ; q=0.3 , ko ; q=0.4", "ko"), ("\x80;;,,", "ko"),
            ("en;q=x", "ko"), ("en;q=0, ko;q=0", "ko"), ("en;q=1.0, ko;q=1.000", "en"),
            ("zh-Hant-TW, en", "en"),
        ],
    )  # fmt: skip
    def test_is_the_one_that_is_wanted_most(self, accepted, chosen):
        assert language(accepted) == chosen
