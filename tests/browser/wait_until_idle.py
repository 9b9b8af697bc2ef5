"""Waits until a page stands still: half-way between two colours nothing has enough contrast."""


def wait_until_idle(page):
    """Wait for the transitions and finite animations that a change, such as that of the colours, has begun."""
    page.evaluate(
        """async () => {
            const frame = () => new Promise(done => requestAnimationFrame(done));
            await frame(); await frame();
            const ends = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
            await Promise.allSettled(ends.map(one => one.finished));
        }"""
    )
