namespace ELearning.Content;

/// <summary>The pool of <c>teachers.json</c>: terms counted from the day of seeding, each change of status with its day and reason.</summary>
internal static class TeacherPlan
{
    public static IReadOnlyList<NewTeacher> Make(DateOnly today) =>
        [
            .. SeedFiles
                .Read<IReadOnlyList<TeacherLine>>("teachers.json")
                .Select(line =>
                {
                    var from = today.AddMonths(-line.MonthsAgo);
                    var term = new DatePeriod(from, from.AddMonths(line.Months).AddDays(-1));
                    return new NewTeacher(
                        line.Id,
                        line.Name,
                        line.Title,
                        line.Sources,
                        line.Engagement,
                        line.Subjects,
                        line.Organisation,
                        line.SharedWith,
                        term,
                        line.Status,
                        line.Reason,
                        [.. History(line, term, today)]
                    );
                }),
        ];

    private static IEnumerable<TeacherStatusChange> History(TeacherLine line, DatePeriod term, DateOnly today)
    {
        if (line.Status == TeacherStatus.Proposed)
        {
            yield return new(TeacherStatus.Proposed, term.From, line.Reason);
            yield break;
        }
        yield return new(TeacherStatus.Proposed, term.From.AddDays(-10 - Draw.Below(30, $"proposed {line.Id}")), "所在党组织推荐，等待审核");
        yield return new(TeacherStatus.Active, term.From, line.Status == TeacherStatus.Active ? line.Reason : "审核合格，正式入库");
        if (line.Status == TeacherStatus.Suspended)
            yield return new(TeacherStatus.Suspended, today.AddDays(-15 - Draw.Below(90, $"suspended {line.Id}")), line.Reason);
        if (line.Status == TeacherStatus.Exited)
            yield return new(TeacherStatus.Exited, term.To < today ? term.To.Value : today, line.Reason);
    }
}
