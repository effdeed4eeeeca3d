"""The other way to find words: a row for each of their parts and each goods, joined in SQL.

Only the parts that are asked for have rows: their lists are as long as they would be, the table is
shorter than it would be.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from grpc_services.facts import in_transaction
from grpc_services.search.documents import Document
from grpc_services.search.words import compared, parts, parts_to_find, words_of
from models.base import database
from models.dialect import execute, insert_rows

_AT_ONCE = 50_000


class Postings:
    """Rows of parts of words, clustered by part, each with what facets count."""

    def __init__(self, documents: Iterable[Document], queries: Iterable[str]) -> None:
        asked = {part for query in queries for part in _asked_for(query)}
        self.numbers = {part: number for number, part in enumerate(sorted(asked))}
        self.sizes: Counter[str] = Counter()
        for sql in (
            "DROP TABLE IF EXISTS posting",
            "CREATE TABLE posting (token BIGINT NOT NULL, goods_id BIGINT NOT NULL,"
            " face BIGINT NOT NULL, PRIMARY KEY (token, goods_id))",
        ):
            database.execute_sql(sql)
        self._fill(documents)

    def _fill(self, documents: Iterable[Document]) -> None:
        rows: list[tuple[int, int, int]] = []
        for one in documents:
            texts = map(compared, (one.name, *one.brand.names, *one.category.names))
            found = {part for text in texts for part in parts(text)} & self.numbers.keys()
            self.sizes.update(found)
            face = one.category.label_id << 20 | one.brand.label_id
            rows += [(self.numbers[part], one.goods_id, face) for part in found]
            if len(rows) > _AT_ONCE:
                _insert(rows)
                rows = []
        _insert(rows)

    def page(self, query: str) -> object:
        """This function will number the newest goods that are found by all words."""
        return self._ask(query, "p0.goods_id", "ORDER BY p0.goods_id DESC LIMIT 20")

    def facets(self, query: str) -> object:
        """This function will count goods by category and brand."""
        return self._ask(query, "p0.face, COUNT(*)", "GROUP BY p0.face")

    def _ask(self, query: str, columns: str, rest: str) -> object:
        rarest = sorted(_asked_for(query), key=lambda part: self.sizes[part])
        joins = "".join(
            f" JOIN posting p{n} ON p{n}.goods_id = p0.goods_id AND p{n}.token = (?)"
            for n in range(1, len(rarest))
        )
        sql = f"SELECT {columns} FROM posting p0{joins} WHERE p0.token = (?) {rest}"  # noqa: S608
        ordered = [*rarest[1:], rarest[0]]
        return execute(sql, *([self.numbers[part]] for part in ordered)).fetchall()


def _asked_for(query: str) -> set[str]:
    return {part for word in words_of(query) if len(word) > 1 for part in parts_to_find(word)}


def _insert(rows: Sequence[tuple[int, int, int]]) -> None:
    in_transaction(lambda: insert_rows("posting", ("token", "goods_id", "face"), rows))
