"""Counts the SQL queries and the CPU time of an answer, only where it is asked to."""

import time

from django.db import connection

from tests.bench.names import ANSWER, ASK, CPU


class CountingMiddleware:
    """Writes into the answer how many queries and how much CPU time of its thread it took; other threads do not count."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if ASK not in request.headers:
            return self.get_response(request)
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        begin = time.thread_time()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response.headers[CPU] = f"{(time.thread_time() - begin) * 1000:.3f}"
        response.headers[ANSWER] = str(count)
        return response
