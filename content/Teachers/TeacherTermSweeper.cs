using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Announces the end of a teacher's term 60 and 14 days before to the members who keep the pool at the teacher's organisation. What is told has an id made from
/// what it is about, so that it is there once however many processes tell it; where nobody is there to be told, it is told to who comes.
/// </summary>
public sealed class TeacherTermSweeper : LeasedSweep
{
    internal const int BatchSize = 100;

    /// <summary>How many days before, the nearest first.</summary>
    internal static readonly IReadOnlyList<int> Distances = [14, 60];

    private static readonly Role[] Keepers = [Role.PoolManager, Role.OrganisationAdmin];

    private readonly TeacherStore _store;
    private readonly GrantBook _grants;
    private readonly MemberRegister _members;
    private readonly Notifications _notifications;

    internal TeacherTermSweeper(
        TeacherStore store,
        GrantBook grants,
        MemberRegister members,
        Notifications notifications,
        Leases leases,
        TimeProvider time,
        ILogger<TeacherTermSweeper> logger
    )
        : base("teacherTerms", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), leases, time, logger) =>
        (_store, _grants, _members, _notifications) = (store, grants, members, notifications);

    private protected override string Done => "ends of terms were announced";

    private protected override Task<int> RoundAsync(CancellationToken cancellationToken) =>
        MendAsync(
            BatchSize,
            passed => _store.EndingAsync(SchoolTime.Today(Time), Distances, passed, BatchSize, cancellationToken),
            due => TryAsync("teacher", due.Id, () => AnnounceAsync(due.Teacher, cancellationToken), cancellationToken),
            cancellationToken
        );

    private async Task<bool> AnnounceAsync(Teacher teacher, CancellationToken cancellationToken)
    {
        var (today, last) = (SchoolTime.Today(Time), teacher.Term.To!.Value);
        var distance = Distances.First(days => last <= today.AddDays(days));
        var day = last.ToString("O", CultureInfo.InvariantCulture);
        var told = new HashSet<string>();
        foreach (var grant in await _grants.HoldersAsync(teacher.OrganisationId, Keepers, today, cancellationToken))
        {
            var member = grant.MemberId ?? (await _members.FindByIdentityAsync(grant.Subject, cancellationToken))?.Id;
            if (member is null || !told.Add(member))
                continue;
            await _notifications.TellAsync(
                member,
                NotificationKind.TeacherTermEnding,
                teacher.Id,
                [teacher.Name, day],
                cancellationToken,
                occasion: string.Create(CultureInfo.InvariantCulture, $"{day} {distance}")
            );
        }
        if (told.Count == 0)
            return false;
        await _store.AnnouncedAsync(teacher, distance, cancellationToken);
        return true;
    }
}
