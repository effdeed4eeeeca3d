"""Terms have versions and texts in both languages; what a member agreed to is kept with its version."""
from datetime import UTC, datetime

from peewee import *
from models.base import UtcField
from models.migrating import in_parts

_SINCE = datetime(2026, 11, 25, tzinfo=UTC)
_TERMS = """\
1. PIKCUR는 회원이 자기 스토어에서 상품을 경매하거나 즉시 판매하고, 다른 회원이 입찰하거나 구매하는 곳입니다.
2. 만 14세 이상만 가입할 수 있고, 회원은 사실대로 적은 정보로 계정 하나를 쓰며 비밀번호를 지킵니다.
3. 입찰은 구매 약속입니다. 낙찰되면 기한 안에 결제해야 하고, 잘못 입력한 입찰은 정해진 시간 안에만 거둘 수 있습니다.
4. 판매자는 상품을 사실대로 설명하고, 결제된 상품을 기한 안에 보냅니다. 법으로 금지된 물건은 팔 수 없습니다.
5. 대금은 구매를 확정하거나 배송이 끝나고 기한이 지날 때까지 맡아 두었다가, 수수료를 뺀 뒤 판매자에게 정산합니다.
6. 문제가 있으면 배송 완료 뒤 7일 안에 알려 주세요. 그 대금은 해결될 때까지 정산하지 않습니다.
7. 약속을 어기면 이용이 정지될 수 있고, 그 이유와 기간을 알려 드립니다. 이의는 고객센터로 낼 수 있습니다.
8. 회원은 진행 중인 입찰, 판매, 주문이 없을 때 언제든지 탈퇴할 수 있습니다.
9. 약관이 바뀌면 새 판으로 알리고 다시 동의를 받습니다.
"""
_TERMS_EN = """\
1. At PIKCUR members put goods up for auction or sell them at once from their own store; others bid and buy.
2. Members are at least fourteen, have one account with true information, and keep their password to themselves.
3. A bid is a promise to buy. Who wins pays in time; mistyped bids can be taken back for a short time only.
4. Sellers describe goods truthfully and send what is paid for in time. What the law forbids cannot be sold.
5. Money is held until the purchase is confirmed, or some days after delivery; the seller gets it less commission.
6. Tell us of a problem within seven days of delivery; until it is settled the money stays where it is.
7. Who breaks a promise may be suspended, and is told why and until when. Objections go to the help desk.
8. Members may leave at any time, unless bids, sales or orders of theirs are still open.
9. New terms come as a new version, to which members are asked to agree again.
"""
_PRIVACY = """\
1. 가입할 때 아이디, 비밀번호(해시로만), 이름, 이메일, 전화번호, 생년월일, 성별을 받습니다.
2. 이용하면서 배송지, 정산 계좌, 입찰과 주문 기록, 로그인한 기기와 주소(IP)가 쌓입니다.
3. 거래를 이루고, 알림을 보내고, 부정 이용을 막는 데에만 씁니다.
4. 판매자에게는 결제된 주문의 받는 사람, 전화번호, 주소를 보여 줍니다. 결제사와 택배사에는 필요한 만큼만 알립니다.
5. 다른 회원에게는 아이디의 앞 두 글자만 보입니다.
6. 탈퇴하면 개인정보를 알아볼 수 없게 바꿉니다. 계약과 대금에 관한 기록은 법에 따라 5년 동안 보관합니다.
7. 자기 정보는 언제든지 보고, 고치고, 파일로 받을 수 있습니다(하루 한 번, 이메일로).
"""
_PRIVACY_EN = """\
1. At sign-up we take login id, password (as a hash only), name, e-mail, telephone, day of birth and gender.
2. Using PIKCUR adds delivery addresses, bank accounts, bids and orders, and the devices and addresses of sign-ins.
3. It is used to carry out trades, to send alarms and to prevent abuse, and for nothing else.
4. Sellers see name, telephone and address of paid orders. Payment providers and carriers are told what they need.
5. Other members see the first two characters of a login id.
6. Who leaves is made unrecognisable. Records of contracts and payments are kept for five years, as the law wants.
7. You can see, correct and download what is yours at any time (once a day, by mail).
"""
_MARKETING = """\
새 기능과 행사 소식을 이메일로 받습니다. 동의하지 않아도 모든 기능을 쓸 수 있습니다.
"""
_MARKETING_EN = """\
News of features and events come by mail. Everything can be used without agreeing to this.
"""


def up(migrator, db):
    class Member(Model):
        member_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'member'

    class Terms(Model):
        kind = CharField(max_length=32)
        version = IntegerField()
        is_required = BooleanField()
        title = CharField(max_length=100)
        text = TextField()
        title_en = CharField(max_length=100)
        text_en = TextField()
        published_at = UtcField()
        class Meta:
            database = db
            table_name = 'terms'
            primary_key = CompositeKey('kind', 'version')
    db.create_tables([Terms])

    class Consent(Model):
        member = ForeignKeyField(Member)
        kind = CharField(max_length=32)
        version = IntegerField()
        agreed_at = UtcField()
        class Meta:
            database = db
            table_name = 'consent'
            primary_key = CompositeKey('member', 'kind', 'version')
    db.create_tables([Consent])

    for kind, is_required, title, text, title_en, text_en in (
        ('TERMS', True, '이용약관', _TERMS, 'Terms of use', _TERMS_EN),
        ('PRIVACY', True, '개인정보 처리방침', _PRIVACY, 'Privacy', _PRIVACY_EN),
        ('MARKETING', False, '소식 받기', _MARKETING, 'News by mail', _MARKETING_EN),
    ):
        Terms.create(
            kind=kind, version=1, is_required=is_required, title=title, text=text,
            title_en=title_en, text_en=text_en, published_at=_SINCE,
        )
    in_parts(
        db,
        'INSERT INTO consent (member_id, kind, version, agreed_at) '
        'SELECT member_id, term, 1, agreed_at FROM agreement WHERE {part}',
        table='agreement', key='member_id',
    )
    migrator.migrate(migrator.drop_table('agreement'))
