"""How do goods come up that have waited for the operator?"""

from msgspec.structs import replace

from grpc_services.auction.facts import GoodsApproved
from grpc_services.auction.hot_rows import lock_auction, save_listing
from grpc_services.auction.pure.state import Auction, AuctionState
from grpc_services.catalogue.describing import put_in_search
from grpc_services.catalogue.goods import come_up
from grpc_services.facts import tells
from grpc_services.refusals import Conflict
from models.catalogue import Goods


class NotWaiting(Conflict):
    """The goods do not wait for review, or their auction is over."""


@tells(GoodsApproved)
def approve_goods(*, goods_id: int) -> Auction:
    """
    This function will have goods be seen and bid on that have waited; who follows is told of them.

    :raises GoodsNotFound: if there are no such goods
    :raises NotWaiting: if they do not wait, or were cancelled
    """
    auction = lock_auction(goods_id=goods_id).auction
    if not auction.is_waiting or auction.state is AuctionState.CANCELLED:
        raise NotWaiting

    auction = replace(auction, is_waiting=False)
    save_listing(auction)
    put_in_search(goods_ids=[goods_id])
    if auction.is_alive:
        come_up(goods=Goods.get_by_id(goods_id))
    return auction
