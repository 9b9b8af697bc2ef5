"""A picture that the hub draws itself: a city at dawn, without people, for pages that have none of their own."""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .sample_video import BRAND, FINER, png


def dawn_picture(size=(1600, 900)):
    """Draw hills and a city by a river at dawn: calm, without people, in the hub's colours.

    Args:
        size: width and height in pixels.

    Returns:
        The bytes of a PNG file, the same for the same size.
    """
    return png(_Dawn(size).draw())


class _Dawn:
    """Draws the picture layer by layer, from the sky to the near bank. Places are fractions of width and height."""

    HORIZON = 0.66
    SUN = (0.672, 0.563)

    def __init__(self, size):
        self.size = self.width, self.height = size
        self.chance = random.Random(11)  # noqa: S311 (the same picture each time; nothing is secret)
        # Gradients are dithered with one pattern of dots, else they show as stripes.
        self.dots = Image.frombytes("L", size, self.chance.randbytes(self.width * self.height))

    def draw(self):
        heights = (0, 0.2, 0.38, 0.5, 0.59, self.HORIZON)
        colours = (BRAND, "#34578a", "#8190ae", "#d3aea6", "#f3c98e", "#fbe3b4")
        self.picture = self._gradient(list(zip(heights, colours, strict=True)))
        self._clouds()
        self._sun()
        self._ridge(0.585, 0.030, (2.1, 4.7), "#8f95b0", "#dcb9a8")
        self._ridge(0.618, 0.020, (3.3, 6.9), "#6d7ea4", "#c9a9a4")
        self._city()
        self._river()
        self._ridge(0.90, 0.050, (0.9, 2.3), "#1d4276", "#183763", tilt=-0.09, foot=1.0)
        self._ridge(0.965, 0.045, (1.1, 3.1), "#112f58", "#0d2342", tilt=0.10, foot=1.0)
        return self.picture

    def _at(self, x, y):
        return x * self.width * FINER, y * self.height * FINER

    def _paint(self, colour, draw):
        """Lay a colour, or a picture, where a function draws."""
        self.picture.paste(colour, mask=self._mask(draw))

    def _mask(self, draw):
        """A mask of the picture's size from what a function draws, with smooth edges."""
        large = Image.new("L", (self.width * FINER, self.height * FINER))
        draw(ImageDraw.Draw(large))
        return large.resize(self.size, Image.Resampling.BOX)

    def _gradient(self, stops):
        """A picture whose colour changes downwards between (height, colour) stops, without visible steps."""
        channels = [([], []) for _channel in range(3)]
        stops = [(place, [int(colour[i : i + 2], 16) for i in (1, 3, 5)]) for place, colour in stops]
        for row in range(self.height):
            y = min(max((row + 0.5) / self.height, stops[0][0]), stops[-1][0])
            (above, upper), (below, lower) = next(
                pair for pair in zip(stops, stops[1:], strict=False) if pair[0][0] <= y <= pair[1][0]
            )
            part = (y - above) / (below - above)
            part = part * part * (3 - 2 * part) * 0.5 + part * 0.5  # a softer turn at each stop
            for (wholes, rests), start, end in zip(channels, upper, lower, strict=True):
                value = start + (end - start) * part
                wholes.append(int(value))
                rests.append(int(value % 1 * 256))
        bands = []
        for wholes, rests in channels:
            whole, rest = (self._rows(values) for values in (wholes, rests))
            above_dots = ImageChops.subtract(rest, self.dots)
            bands.append(ImageChops.add(whole, above_dots.point(lambda more: more > 0)))
        return Image.merge("RGB", bands)

    def _rows(self, values):
        column = Image.frombytes("L", (1, self.height), bytes(values))
        return column.resize(self.size, Image.Resampling.NEAREST)

    def _glow(self, centre, radius, strength):
        """A mask that fades from a centre outwards, to nothing at a radius (a fraction of the width)."""
        side = 2 * round(radius * self.width)
        disc = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda light: round(strength * 255 * (max(0, light - 75) / 180) ** 2)
        )
        mask = Image.new("L", self.size)
        mask.paste(
            disc.resize((side, side), Image.Resampling.BICUBIC),
            (round(centre[0] * self.width) - side // 2, round(centre[1] * self.height) - side // 2),
        )
        return mask

    def _sun(self):
        self.picture.paste("#ffc79c", mask=self._glow(self.SUN, 0.44, 0.75))
        self.picture.paste("#ffedc2", mask=self._glow(self.SUN, 0.2, 0.95))
        x, y = self._at(*self.SUN)
        radius = 0.034 * self.width * FINER
        disc = (x - radius, y - radius, x + radius, y + radius)
        self._paint("#fff8e6", lambda draw: draw.ellipse(disc, fill=255))

    def _clouds(self):
        for left, top, long, thick, colour, strength in (
            (-0.06, 0.235, 0.52, 0.012, "#b7aebb", 120),
            (0.10, 0.262, 0.50, 0.008, "#dcbcb4", 130),
            (0.55, 0.335, 0.58, 0.012, "#eec4a6", 140),
            (0.44, 0.362, 0.34, 0.007, "#f6d3a8", 150),
            (0.02, 0.425, 0.36, 0.009, "#f3cfae", 130),
            (0.72, 0.452, 0.40, 0.008, "#fbdcab", 150),
        ):
            box = (*self._at(left, top), *self._at(left + long, top + thick))
            mask = self._mask(lambda draw, box=box, strength=strength: draw.ellipse(box, fill=strength))
            self.picture.paste(colour, mask=mask.filter(ImageFilter.GaussianBlur(self.height * 0.006)))

    def _ridge(self, top, rise, waves, upper, lower, tilt=0.0, foot=None):
        """A range of hills with a soft outline, from its colour at the top to that of the haze at its foot."""
        foot = foot or self.HORIZON
        turns = [self.chance.uniform(0, 6.28) for _wave in waves]
        outline = []
        for step in range(201):
            x = step / 200
            waving = sum(
                math.sin(x * 6.28 * wave + turn) / (number + 1)
                for number, (wave, turn) in enumerate(zip(waves, turns, strict=True))
            )
            outline.append(self._at(x, top + tilt * (x - 0.5) - rise * waving / 1.5))
        outline += [self._at(1, foot), self._at(0, foot)]
        shade = self._gradient([(top - rise, upper), (foot, lower)])
        self._paint(shade, lambda draw: draw.polygon(outline, fill=255))

    def _city(self):
        """Blocks of a city on the far bank, higher towards its middle, with a few windows lit."""
        for colour, foot_colour, height, first in (
            ("#5b7099", "#c0a5a3", 0.30, 0.07),
            ("#2f5081", "#5f6d90", 0.235, 0.03),
        ):
            blocks, left = [], first
            while left < 0.56:
                wide = self.chance.uniform(0.013, 0.026)
                middle = 1 - abs((left + wide / 2) - 0.29) / 0.29
                tall = height * max(0.1, middle) ** 1.25 * self.chance.uniform(0.5, 1)
                blocks.append((left, self.HORIZON - tall - 0.012, left + wide))
                left += wide + self.chance.choice((0.0, 0.0, 0.004, 0.010))

            def draw_blocks(draw, blocks=blocks):
                for left, top, right in blocks:
                    draw.rectangle((*self._at(left, top), *self._at(right, self.HORIZON)), fill=255)

            shade = self._gradient([(self.HORIZON - height, colour), (self.HORIZON, foot_colour)])
            self._paint(shade, draw_blocks)

        def draw_windows(draw):
            for left, top, right in blocks:
                for column in range(int((right - left - 0.004) / 0.0045)):
                    for row in range(int((self.HORIZON - top - 0.02) / 0.014)):
                        if self.chance.random() < 0.16:
                            x, y = left + 0.003 + column * 0.0045, top + 0.01 + row * 0.014
                            draw.rectangle((*self._at(x, y), *self._at(x + 0.0019, y + 0.0058)), fill=215)

        self._paint("#ffd98f", draw_windows)

    def _river(self):
        """Water that mirrors what stands above it, blurred and darker, with the sun's path on it."""
        shore = round(self.HORIZON * self.height)
        depth = self.height - shore
        above = self.picture.crop((0, shore - depth, self.width, shore))
        mirrored = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.width, depth))
        mirrored = mirrored.filter(ImageFilter.GaussianBlur((self.width * 0.006, self.height * 0.012)))
        water = self._gradient([(self.HORIZON, "#c9a99d"), (0.74, "#6f7fa3"), (0.86, "#2c5084"), (1, BRAND)])
        water = water.crop((0, shore, self.width, self.height))
        self.picture.paste(Image.blend(water, mirrored, 0.4), (0, shore))

        def draw_glints(draw):
            for _glint in range(150):
                down = self.chance.random() ** 1.5
                y = self.HORIZON + 0.004 + down * 0.27
                spread = 0.018 + down * 0.075
                x = self.SUN[0] + self.chance.gauss(0, spread / 2)
                half = self.chance.uniform(0.006, 0.024) * (0.5 + down)
                thick = 0.0012 + down * 0.0022
                glint = (*self._at(x - half, y - thick), *self._at(x + half, y + thick))
                draw.ellipse(glint, fill=round(220 - 120 * down))

        self._paint("#ffe2a6", draw_glints)
        shoreline = (*self._at(0, self.HORIZON - 0.002), *self._at(1, self.HORIZON + 0.001))
        self._paint("#fbe3b4", lambda draw: draw.rectangle(shoreline, fill=120))
