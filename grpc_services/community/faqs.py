"""What do many ask?"""

from models.community import Faq


def published_faqs() -> list[Faq]:
    """This function will list frequent questions in their order."""
    return list(Faq.select().order_by(Faq.position, Faq.faq_id))
