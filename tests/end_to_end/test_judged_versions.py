"""A report names the versions of the tests that it judged, and judging again takes the newest."""


def test_judging_again_takes_the_newest_version(admin, student):
    problem = admin.create_problem("Versions", [{"input": "", "output": "1\n"}])
    submission = student.judge(problem, "python", "print(2)")
    assert submission["status"] == "WA" and "testCaseId" not in submission["tests"][0]
    test = admin.call("GET", f"/problems/{problem}/testcases").expect(200)[0]
    admin.call("PUT", f"/testcases/{test['_id']}", {"output": "2\n"}).expect(200)
    admin.call("POST", f"/submission/{submission['_id']}/rejudge").expect(202)
    assert student.verdict(submission["_id"])["status"] == "AC"

    seen = admin.call("GET", f"/submission/{submission['_id']}?history=1").expect(200)
    assert [test["testCaseVersion"] for test in seen["tests"]] == [2]
    told = [(judging["status"], [(row["testCaseId"], row["testCaseVersion"]) for row in judging["tests"]])
            for judging in seen["judgings"]]
    assert told == [("AC", [(test["_id"], 2)]), ("WA", [(test["_id"], 1)])]
    own = student.call("GET", f"/submission/{submission['_id']}?history=1").expect(200)
    assert all("testCaseId" not in row for judging in own["judgings"] for row in judging["tests"])
