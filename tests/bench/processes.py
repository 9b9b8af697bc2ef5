"""What processes cost: the CPU time and the memory of a server and all its workers, from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1024  # of kB


def children(pid):
    """The processes that a process has started and that still run."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def tree(pid):
    """A process and all below it."""
    return [pid, *(process for child in children(pid) for process in tree(child))]


def ticks_of(stat):
    """The clock ticks of CPU time in the text of a stat file of /proc.

    Args:
        stat: the text. The name of the program, in parentheses, may hold spaces and parentheses.

    Returns:
        utime + stime.
    """
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11:13]))


def cpu_times(pid):
    """The CPU time that each thread of a process, and of all below it, has used: a dict of its number to seconds.

    In nanoseconds where the kernel tells them (a burst of answers from the cache takes less than one clock tick), else in ticks.
    """
    found = {}
    for process in tree(pid):
        for task in Path(f"/proc/{process}/task").iterdir():
            try:
                precise = task / "schedstat"
                if precise.exists():
                    found[task.name] = int(precise.read_text().split()[0]) / 1_000_000_000
                else:
                    found[task.name] = ticks_of((task / "stat").read_text()) / TICKS
            except (FileNotFoundError, ProcessLookupError):  # It has ended meanwhile.
                continue
    return found


def cpu_used(before, after):
    """The seconds of CPU time between two answers of cpu_times(); what a thread used that has ended since is not in it."""
    return sum(seconds - before.get(task, 0) for task, seconds in after.items())


def memory(pid):
    """The mean memory of a server's workers in MB: resident, and with what processes share divided among them (PSS)."""
    workers = children(pid) or [pid]
    sums = {"Rss": 0, "Pss": 0}
    for worker in workers:
        for line in Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in sums:
                sums[name] += int(rest.split()[0]) / MEGABYTE
    return sums["Rss"] / len(workers), sums["Pss"] / len(workers)


def cores():
    """The cores for servers and for the client, as two sets: apart where there are two or more."""
    usable = sorted(os.sched_getaffinity(0))
    return ({usable[-1]}, set(usable[:-1])) if len(usable) > 1 else (set(usable), set(usable))


def pin(pid, chosen):
    """Let a process, all below it, and all their threads run on the chosen cores only."""
    for process in tree(pid):
        for task in Path(f"/proc/{process}/task").iterdir():
            os.sched_setaffinity(int(task.name), chosen)
