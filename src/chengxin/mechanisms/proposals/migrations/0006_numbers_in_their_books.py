import re

from django.db import migrations


def fill(apps, schema_editor):
    """Enter the numbers of answers signed before this version into their organs' books."""
    books = {
        (book.word, book.year): book for book in apps.get_model("documents", "NumberBook").objects.all()
    }
    given = apps.get_model("documents", "GivenNumber").objects
    for answer in apps.get_model("proposals", "Answer").objects.exclude(number=""):
        found = re.fullmatch(r"(.+)〔([0-9]{4})〕([0-9]+)号", answer.number)
        book = books.get((found[1], int(found[2]))) if found else None
        if book is not None:
            given.get_or_create(
                book=book,
                serial=int(found[3]),
                defaults={"matter_id": answer.proposal_id, "given_on": answer.signed_on},
            )


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0005_when_drafted'),
        ('documents', '0004_numbers_of_any_matter'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
