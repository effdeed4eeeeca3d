"""How a member stands with the goods that they have bid on is found without reading their bids."""
from peewee import *
from models.base import UtcField
from models.migrating import in_parts


def up(migrator, db):
    class MemberBid(Model):
        goods_id = BigIntegerField()
        member_id = BigIntegerField()
        state = CharField(max_length=8)
        amount = BigIntegerField()
        maximum = BigIntegerField()
        bid_at = UtcField()
        class Meta:
            database = db
            table_name = 'member_bid'
            primary_key = CompositeKey('goods_id', 'member_id')
            indexes = ((('member_id', 'state', 'bid_at', 'goods_id'), False),)
    db.create_tables([MemberBid])
    migrator.migrate(migrator.add_index('bids', ('bidder_id', 'goods_id'), False))
    in_parts(
        db,
        'INSERT INTO member_bid (goods_id, member_id, state, amount, maximum, bid_at) '
        'SELECT a.goods_id, s.bidder_id, CASE '
        "WHEN a.state IN ('SCHEDULED', 'OPEN') AND a.leader_id = s.bidder_id THEN 'LEADING' "
        "WHEN a.state IN ('SCHEDULED', 'OPEN') THEN 'OUTBID' "
        "WHEN a.state IN ('WON', 'SOLD') AND a.leader_id = s.bidder_id THEN 'WON' "
        "ELSE 'LOST' END, MAX(s.amount), MAX(s.maximum), MAX(s.placed_at) "
        'FROM (SELECT goods_id, bidder_id, MAX(amount) AS amount, '
        'MAX(COALESCE(maximum, amount)) AS maximum, MAX(placed_at) AS placed_at FROM bids '
        'WHERE (idempotency_key IS NOT NULL OR retracts IS NOT NULL) AND {part} '
        'GROUP BY goods_id, bidder_id, COALESCE(retracts, seq) HAVING COUNT(retracts) = 0) s '
        'JOIN auction a ON a.goods_id = s.goods_id AND s.placed_at >= a.starts_at '
        'GROUP BY a.goods_id, s.bidder_id, a.state, a.leader_id',
        table='bids', key='goods_id',
    )
