"""What is asked and answered?"""

from peewee import BigAutoField, CharField, IntegerField, TextField

from models.base import BaseModel


class Faq(BaseModel):
    """A question that many have asked, with its answer, in Korean and English."""

    faq_id = BigAutoField()
    position = IntegerField()
    question = CharField(200)
    answer = TextField()
    question_en = CharField(200)
    answer_en = TextField()


TABLES = (Faq,)
