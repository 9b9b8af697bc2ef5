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
    """The clock ticks of CPU time in the text of /proc/PID/stat: its own, and of the children that have ended.

    Args:
        stat: the text. The name of the program, in parentheses, may hold spaces and parentheses.

    Returns:
        utime + stime + cutime + cstime.
    """
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))


def cpu_seconds(pid):
    """The CPU time, in seconds, that a process and all below it have used."""
    return sum(ticks_of(Path(f"/proc/{process}/stat").read_text()) for process in tree(pid)) / TICKS


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
