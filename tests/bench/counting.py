"""Counts the SQL queries of an answer, only where it is asked to: what is timed is not counted."""

from django.db import connection

from tests.bench.names import ANSWER, ASK


class CountingMiddleware:
    """Writes into the answer how many queries it took."""

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

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response.headers[ANSWER] = str(count)
        return response
