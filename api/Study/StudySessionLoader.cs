using ELearning.Content;

namespace ELearning.Api;

/// <summary>Sessions asked for by id or named by a credit: one's own, and those an auditor may look into.</summary>
internal sealed class VisibleStudySessionLoader(StudyDesk desk, MemberRegister register, RequestRights rights) : OwnedLoader<StudySession>(register, rights)
{
    protected override Task<IReadOnlyDictionary<string, StudySession>> FindAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        desk.FindAsync(ids, cancellationToken);

    protected override string OwnerOf(StudySession value) => value.MemberId;

    protected override bool Sees(Rights rights, Member owner) => rights.SeesSessionsOf(owner);
}

/// <summary>How far the calling member has come with each family; nothing for who is none.</summary>
internal sealed class StudyProgressLoader(Bookmarks bookmarks, RequestRights rights) : BatchLoader<string, FamilyProgress>
{
    protected override async Task<IReadOnlyDictionary<string, FamilyProgress>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        rights.Current.Caller.MemberId is { } member
            ? await bookmarks.ProgressAsync(member, keys, cancellationToken)
            : new Dictionary<string, FamilyProgress>();
}

/// <summary>Each member's sessions, newest first.</summary>
internal sealed class MemberSessionLoader(StudyDesk desk) : PageLoader<StudySession>
{
    protected override Task<IReadOnlyDictionary<string, Page<StudySession>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => desk.ListAsync(owners, page, cancellationToken);
}
