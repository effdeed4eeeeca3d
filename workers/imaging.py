"""What is shown of a picture? Its bytes are checked, turned, reduced, and stripped of all else."""

import io
import warnings

from PIL import Image, ImageCms

#: A file may claim any size, so this is checked before anything is unpacked.
PIXELS_MOST = 25_000_000
THUMB, FULL = 320, 1600
Image.MAX_IMAGE_PIXELS = PIXELS_MOST

_FORMATS = ("JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112
#: What undoes each way of holding a camera. Exif 2.32, 4.6.4 A.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")
#: The exponent of screens; PNG's gAMA is its inverse where nothing is to be done.
_SCREEN_GAMMA = 1 / 2.2


class NotAPicture(Exception):
    """The bytes are not a picture that we take; the text says why."""


def sizes(content: bytes) -> tuple[bytes, bytes]:
    """
    This function will make a picture's two sizes, as WebP without metadata: (thumb, full).

    It holds one unpacked picture at a time, and of a JPEG only as much as `full` needs.

    :raises NotAPicture: if the bytes are not JPEG, PNG or WebP, are broken, or are too many pixels
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                if image.width * image.height > PIXELS_MOST:
                    raise NotAPicture("The picture has more than 25 megapixels.")
                full = _as_seen(image)
    except (NotAPicture, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise NotAPicture("The picture has more than 25 megapixels.") from error
    except Exception as error:
        # Decoders stumble over what people send in ways that no list of exceptions holds.
        raise NotAPicture("The file is not a whole JPEG, PNG or WebP picture.") from error
    written = _written(full)
    full.thumbnail((THUMB, THUMB))
    return _written(full), written


def _as_seen(image: Image.Image) -> Image.Image:
    """The picture as a browser shows it: upright, opaque, in the colours of screens."""
    turn = _UPRIGHT.get(_orientation(image))
    image.draft(None, (FULL, FULL))
    reduced = _with_levels(image)
    reduced.thumbnail((FULL, FULL))
    coloured = _for_screens(_opaque(reduced), image)
    return coloured.transpose(turn) if turn is not None else coloured


def _orientation(image: Image.Image) -> int:
    """What cannot be read of how the camera was held is taken for upright, as browsers do."""
    try:
        told = image.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - cameras and editors write all kinds of EXIF
        return 1
    return told if isinstance(told, int) else 1


def _with_levels(image: Image.Image) -> Image.Image:
    """Neighbours can be mixed only where a pixel holds levels, not numbers of colours."""
    if image.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight are what a screen shows.
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("1", "F"):
        return image.convert("L")
    return image.convert("RGB") if image.mode == "P" else image.copy()


def _opaque(image: Image.Image) -> Image.Image:
    """What is transparent may hide any colour, mostly black: it becomes white."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _for_screens(image: Image.Image, source: Image.Image) -> Image.Image:
    profile, gamma = source.info.get("icc_profile"), source.info.get("gamma")
    if profile:
        return _converted(image, profile)
    shown = image.convert("RGB")
    if gamma and "srgb" not in source.info and abs(gamma - _SCREEN_GAMMA) > 0.02:
        exponent = _SCREEN_GAMMA / gamma
        return shown.point([round(255 * (level / 255) ** exponent) for level in range(256)] * 3)
    return shown


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(image, told, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # Broken, or made for other colours than the picture has: browsers do without it too.
        return image.convert("RGB")
    return made if made is not None else image.convert("RGB")


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=82, method=2)
    return out.getvalue()
