import shutil
from tests.verify import lemma_pages
def test_all(library, run):
    (library/"hostile.py").write_text(lemma_pages.HOSTILE)
    r = run("all", "--json", "out.json")
    print(r.output[-600:]); print(r.stderr[-600:])
    import traceback; traceback.print_exception(*r.exc_info) if r.exc_info else None
    shutil.copy("reports/report.html", "/tmp/report.html")
    print(open("out.json").read()[:3000])
    assert 0
