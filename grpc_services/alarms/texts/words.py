"""What are the words of alarms made of?"""

#: template: {language: (title, text)}. The values come from the alarm; prices are in won.
Words = dict[str, dict[str, tuple[str, str]]]
