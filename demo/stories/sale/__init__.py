"""How does a whole sale go, from sign-up to settlement? Four clients, and what must come of it."""

from demo.plot import Plot
from demo.stories.sale import bidding, counting, listing, members, order
from demo.stories.sale.sale import Sale

PLOT = Plot(
    begin=Sale,
    steps={
        "Three people sign up by mail code": members.sign_up,
        "Each reads their own profile": members.read_profiles,
        "Refresh tokens rotate": members.rotate_tokens,
        "Seller uploads two pictures": listing.upload_pictures,
        "Seller puts the goods up": listing.put_goods_up,
        "The pictures are there, as WebP": listing.look_at_pictures,
        "Everybody watches, a guest too": listing.open_screens,
        "Ann bids 10,000": bidding.ann_bids,
        "Bob bids up to 50,000, secretly": bidding.bob_bids_secretly,
        "Ann hears that she is outbid": bidding.ann_hears_that_she_is_outbid,
        "A bid too low is refused": bidding.refuse_low_bid,
        "The seller may not bid": bidding.refuse_seller,
        "A guest may not bid": bidding.refuse_guest,
        "Bob's proxy answers Ann's 20,000": bidding.proxy_answers_ann,
        "A repeated bid counts once": bidding.repeat_bid,
        "Anybody reads the bid history": bidding.read_history,
        "The auction closes at its end": bidding.wait_for_the_end,
        "A bid after the end is refused": bidding.refuse_late_bid,
        "All hear how it ended": bidding.all_hear_of_the_end,
        "Bob gives his address": order.give_address,
        "A forged amount is paid back": order.refuse_forged_payment,
        "Bob pays, only the webhook tells": order.pay,
        "Seller ships": order.ship,
        "The parcel travels and arrives": order.deliver,
        "Bob confirms": order.confirm,
        "Seller is credited": order.settle,
        "Every alarm came exactly once": counting.count_alarms,
        "Every mail came exactly once": counting.count_mails,
        "Signing out ends the session": members.sign_out,
    },
)
