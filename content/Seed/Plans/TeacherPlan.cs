namespace ELearning.Content;

/// <summary>
/// The pool of <c>teachers.json</c>: terms counted from the day of seeding, each change of status with its day, author and reason, and what was agreed with
/// other organisations.
/// </summary>
internal static class TeacherPlan
{
    public static IReadOnlyList<NewTeacher> Make(IReadOnlyList<NewOrganisation> organisations, DateOnly today)
    {
        var parents = organisations.ToDictionary(organisation => organisation.Code, organisation => organisation.ParentCode);
        return
        [
            .. SeedFiles
                .Read<IReadOnlyList<TeacherLine>>("teachers.json")
                .Select(line =>
                {
                    var from = today.AddMonths(-line.MonthsAgo);
                    var term = new DatePeriod(from, line.EndsInDays is { } days ? today.AddDays(days) : from.AddMonths(line.Months).AddDays(-1));
                    return new NewTeacher(
                        line.Id,
                        line.Name,
                        line.Title,
                        line.Sources,
                        line.Engagement,
                        line.Subjects,
                        line.Organisation,
                        [],
                        term,
                        line.Status,
                        line.Reason,
                        [.. History(line, term, today)]
                    )
                    {
                        Biography = $"{line.Title}，多次承担党员教育培训任务，授课结合本地实际，受学员好评。",
                        Contact = new($"0595-2{Draw.Below(9_000_000, $"phone {line.Id}") + 1_000_000}", $"{line.Id}@example.cn"),
                        Agreements = [.. Agreements(line, term, today, parents)],
                    };
                }),
        ];
    }

    private static IEnumerable<TeacherStatusChange> History(TeacherLine line, DatePeriod term, DateOnly today)
    {
        var keeper = KeeperOf(line.Organisation);
        if (line.Status == TeacherStatus.Proposed)
        {
            yield return Line(TeacherAct.Proposed, TeacherStatus.Proposed, term.From, line.Reason, keeper, term);
            yield break;
        }
        var proposed = term.From.AddDays(-10 - Draw.Below(30, $"proposed {line.Id}"));
        yield return Line(TeacherAct.Proposed, TeacherStatus.Proposed, proposed, "所在党组织推荐，等待审核", keeper, term);
        if (line.Status == TeacherStatus.Declined)
        {
            yield return Line(TeacherAct.Declined, TeacherStatus.Declined, term.From, line.Reason, Reviewer);
            yield break;
        }
        var approval = line.Status == TeacherStatus.Active ? line.Reason : "审核合格，正式入库";
        yield return Line(TeacherAct.Approved, TeacherStatus.Active, term.From, approval, Reviewer);
        if (line.Status == TeacherStatus.Suspended)
            yield return Line(TeacherAct.Suspended, TeacherStatus.Suspended, today.AddDays(-15 - Draw.Below(90, $"suspended {line.Id}")), line.Reason, keeper);
        if (line.Status == TeacherStatus.Exited)
            yield return Line(TeacherAct.Exited, TeacherStatus.Exited, Left(term, today), line.Reason, keeper);
    }

    private static IEnumerable<TeacherAgreement> Agreements(TeacherLine line, DatePeriod term, DateOnly today, IReadOnlyDictionary<string, string?> parents)
    {
        var (keeper, place) = (KeeperOf(line.Organisation), 0);
        foreach (var organisation in line.SharedWith)
        {
            var last = line.Status == TeacherStatus.Exited ? Left(term, today) : term.To;
            yield return Agreement(organisation, AgreementStatus.Accepted, new(term.From, last), term.From);
        }
        foreach (var offer in line.Offers ?? [])
        {
            yield return offer.Status == AgreementStatus.Ended
                ? Agreement(offer.Organisation, AgreementStatus.Accepted, new(term.From, today.AddDays(-30)), term.From) with
                {
                    EndedBy = keeper,
                    EndedAt = Noon(today.AddDays(-40)),
                    EndReason = offer.Reason,
                }
                : Agreement(offer.Organisation, offer.Status, new(today, term.To), today.AddDays(-3));
        }

        TeacherAgreement Agreement(string organisation, AgreementStatus status, DatePeriod period, DateOnly offered)
        {
            var id = $"{line.Id}/{place++}";
            var agreement = new TeacherAgreement(
                id,
                organisation,
                LineageOf(organisation, parents),
                period,
                Draw.Percent(50, $"contact {id}"),
                status,
                keeper,
                Noon(offered.AddDays(-7))
            );
            return status is AgreementStatus.Accepted or AgreementStatus.Declined
                ? agreement with
                {
                    AnsweredBy = KeeperOf(organisation),
                    AnsweredAt = Noon(offered.AddDays(-2)),
                }
                : agreement;
        }
    }

    private const string Reviewer = DemoSubjects.CityAdmin;

    /// <summary>The administrator of the county keeps its pool, the pool's manager that of the city.</summary>
    private static string KeeperOf(string organisation) => organisation.Length > 4 ? $"admin-{organisation}" : DemoSubjects.PoolManager;

    private static DateOnly Left(DatePeriod term, DateOnly today) => term.To < today ? term.To.Value : today;

    private static List<string> LineageOf(string code, IReadOnlyDictionary<string, string?> parents)
    {
        var lineage = new List<string>();
        for (string? at = code; at is not null; at = parents[at])
            lineage.Insert(0, at);
        return lineage;
    }

    private static DateTimeOffset Noon(DateOnly day) => SchoolTime.StartOf(day).AddHours(12);

    private static TeacherStatusChange Line(TeacherAct act, TeacherStatus status, DateOnly on, string reason, string by, DatePeriod? term = null) =>
        new(status, on, reason)
        {
            Act = act,
            At = Noon(on),
            By = by,
            Term = term,
        };
}
