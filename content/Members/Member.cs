using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A party member (党员). Categories, positions and memberships are dated: what held on a day can always be asked.</summary>
public sealed record Member : IOfMember
{
    /// <summary>The id, made from the number, so that a second registration finds the first.</summary>
    public required string Id { get; init; }

    string IOfMember.MemberId => Id;

    /// <summary>The member number (党员编号): 4 to 32 letters, digits or hyphens, unique.</summary>
    public required string Number { get; init; }

    public required string Name { get; init; }

    /// <summary>The token subject this member signs in with (Entra <c>oid</c>); null until linked.</summary>
    public string? Identity { get; init; }

    /// <summary>
    /// How the member came by <see cref="Identity"/>, oldest first: added to with each link and never changed; at most <see cref="MemberRules.MostLinks"/>.
    /// </summary>
    public IReadOnlyList<IdentityLink> IdentityLinks { get; init; } = [];

    /// <summary>Admission as probationary member; the window of P5 begins here.</summary>
    public required DateOnly AdmittedOn { get; init; }

    public required IReadOnlyList<Membership> Memberships { get; init; }

    public required IReadOnlyList<HeldCategory> Categories { get; init; }

    public IReadOnlyList<HeldPosition> Positions { get; init; } = [];

    /// <summary>Circumstances the policy addresses beside the category (P6).</summary>
    public IReadOnlyList<HeldBackground> Backgrounds { get; init; } = [];

    /// <summary>Skills mastered and recorded (P6): an outcome, not hours.</summary>
    public IReadOnlyList<RecordedSkill> Skills { get; init; } = [];

    /// <summary>The days on which the member was away with leave: told beside the standing, changes no figure.</summary>
    public IReadOnlyList<Leave> Leaves { get; init; } = [];

    /// <summary>The figures of which somebody with the authority relieved the member.</summary>
    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>The day on which the member was first entered; null in documents of releases that did not keep it. Nothing moves it.</summary>
    public DateOnly? RegisteredOn { get; init; }

    /// <summary>Where the records of the member begin since hours of earlier years were imported; null for 1 January of <see cref="RegisteredOn"/>.</summary>
    public DateOnly? RecordsFrom { get; init; }

    /// <summary>The times the member left, oldest first; the last one without a return says that they are gone.</summary>
    public IReadOnlyList<Departure> Departures { get; init; } = [];

    /// <summary>The last day of who is gone now; null for who is not. The last of <see cref="Departures"/> again, where an index finds it.</summary>
    public DateOnly? LeftOn { get; init; }

    /// <summary>What was changed in the entry since it was made, oldest first; at most <see cref="RegisterRules.MostChanges"/>.</summary>
    public IReadOnlyList<RegisterChange> History { get; init; } = [];

    /// <summary>What the name and the number are found by; empty in documents of releases without a search, until they are brought forward.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>The key of the call that registered the member, when it gave one.</summary>
    public string? IdempotencyKey { get; init; }

    public int Version { get; init; } = 1;

    /// <summary>The main category on a day, or the earliest one before it began.</summary>
    public MemberCategory CategoryOn(DateOnly day) =>
        (Categories.On(day).OrderByDescending(held => held.Main).FirstOrDefault() ?? Categories.Valid().FirstOrDefault() ?? Categories[0]).Category;

    /// <summary>The home organisation on a day (for floating members the sending one); for who has none on that day, see <see cref="MembershipsOn"/>.</summary>
    public Membership MembershipOn(DateOnly day) => MembershipsOn(day).OrderBy(held => held.Kind).First();

    /// <summary>
    /// The memberships on a day. Who has none, having left or not begun, still belongs to somebody's register: the last ones that ended, else the first to come.
    /// </summary>
    public IReadOnlyList<Membership> MembershipsOn(DateOnly day)
    {
        if (Memberships.On(day).ToList() is { Count: > 0 } held)
            return held;
        var ended = Memberships.Valid().Where(one => one.Period.To < day).ToList();
        return ended.Count > 0
            ? [.. ended.Where(one => one.Period.To == ended.Max(last => last.Period.To))]
            : [Memberships.Valid().MinBy(one => one.Period.From) ?? Memberships[0]];
    }

    /// <summary>Every organisation within which the member is found on a day: those of <see cref="MembershipsOn"/> and all above them.</summary>
    public IReadOnlyList<string> LineageOn(DateOnly day) => [.. MembershipsOn(day).SelectMany(held => held.Lineage).Distinct()];

    /// <summary>Whether the member left before the day and did not come back by then.</summary>
    public bool HasLeftBy(DateOnly day) => Departures.Any(left => left.On < day && (left.ReadmittedOn is null || left.ReadmittedOn > day));

    /// <summary>Whether any of <see cref="MembershipsOn"/> lies within the scope.</summary>
    public bool IsWithin(Scope scope, DateOnly day) => scope.Everywhere || MembershipsOn(day).Any(held => scope.Covers(held.Lineage));

    /// <summary>The member as far as it counts: without what was voided.</summary>
    public Member Valid() =>
        this with
        {
            Memberships = [.. Memberships.Valid()],
            Categories = [.. Categories.Valid()],
            Positions = [.. Positions.Valid()],
            Backgrounds = [.. Backgrounds.Valid()],
            Skills = [.. Skills.Where(skill => skill.Voided is null)],
            Waivers = [.. Waivers.Where(waiver => waiver.Voided is null)],
            Leaves = [.. Leaves.Valid()],
        };
}

/// <param name="Lineage">The organisation's ancestors and itself, copied here so that one index answers "members of the subtree".</param>
public sealed record Membership(string OrganisationId, MembershipKind Kind, DatePeriod Period, IReadOnlyList<string> Lineage, Voiding? Voided = null) : IHeld;

/// <summary>A floating member (流动党员) has two memberships at a time: the sending home and the receiving one.</summary>
[Description("Kind of membership.")]
public enum MembershipKind
{
    [Description("The organisation the member belongs to; for floating members the sending one (流出地). 「组织关系所在」")]
    Home,

    [Description("The organisation that receives a floating member (流入地). 「流入地接收」")]
    Receiving,
}

public sealed record HeldCategory(MemberCategory Category, bool Main, DatePeriod Period, Voiding? Voided = null) : IHeld;

public sealed record HeldPosition(MemberPosition Position, string OrganisationId, DatePeriod Period, Voiding? Voided = null) : IHeld;

public sealed record HeldBackground(MemberBackground Background, DatePeriod Period, Voiding? Voided = null) : IHeld;

/// <summary>Whether a member is one today.</summary>
[Description("Whether a member is one today.")]
public enum MemberStatus
{
    [Description("A member of an organisation of this school. 「在册」")]
    Active,

    [Description("Left, and not come back. 「已离开」")]
    Left,
}

/// <summary>The member left the register of this school.</summary>
/// <param name="On">The last day of membership.</param>
/// <param name="Note">In the words of who entered it.</param>
/// <param name="Lineage">Every organisation within which the member was found on the last day: whose register the member stays in.</param>
/// <param name="ReadmittedOn">The first day after the return; null while gone.</param>
public sealed record Departure(DateOnly On, DepartureReason Reason, string? Note, IReadOnlyList<string> Lineage, DateOnly? ReadmittedOn = null);

[Description("Why a member left.")]
public enum DepartureReason
{
    [Description("Transferred to an organisation that is not in this school 「转出」.")]
    TransferredOut,

    [Description("Left the party 「退党」.")]
    Left,

    [Description("Removed or expelled (除名、开除党籍). 「除名」")]
    Expelled,

    [Description("Out of contact, membership stopped 「停止党籍」.")]
    Suspended,

    [Description("Deceased 「去世」.")]
    Deceased,

    [Description("Any other reason; the note says which. 「其他原因」")]
    Other,
}

/// <summary>A sign-in was linked to the member. Which one is not kept: it is another person's where the link was wrong.</summary>
/// <param name="LinkedBy">The token subject of who linked it.</param>
/// <param name="Reason">Why it took the place of the one before; null for the first.</param>
public sealed record IdentityLink(DateTimeOffset LinkedAt, string LinkedBy, string? Reason);

/// <param name="CertificateAssetId">The certificate among the files of an organisation; null for none.</param>
public sealed record RecordedSkill(string Name, DateOnly RecordedOn, string? CertificateAssetId = null, Voiding? Voided = null);

/// <summary>The member was away with leave (请假).</summary>
/// <param name="Authority">Who granted it, in words: an organisation, with the number of the paper.</param>
public sealed record Leave(DatePeriod Period, string Authority, string Reason, Voiding? Voided = null) : IHeld;

/// <summary>The member was relieved of one figure in one year (免除).</summary>
/// <param name="RuleId">The row of the policy: <c>R1</c>, <c>P2.once</c>.</param>
/// <param name="Year">The year in which the figure is decided.</param>
/// <param name="Authority">Who granted it, in words: an organisation, with the number of the paper.</param>
public sealed record Waiver(string RuleId, int Year, string Authority, string Reason, Voiding? Voided = null);

/// <summary>Category of a member (党员类别), policy 一.3.</summary>
[Description("Category of a member (党员类别).")]
public enum MemberCategory
{
    [Description("Rural member 「农村党员」: R1.")]
    Rural,

    [Description("Community member 「社区党员」: R2.")]
    Community,

    [Description("Party or government organ 「党政机关」: R3.")]
    Government,

    [Description("Public institution 「事业单位」: R3.")]
    PublicInstitution,

    [Description("State-owned enterprise 「国有企业」: R4.")]
    StateEnterprise,

    [Description("Financial institution 「金融机构」: R4.")]
    Financial,

    [Description("New economic or social organisation (“两新”组织): R5. 「两新组织」")]
    NewOrganisation,

    [Description("Student 「学生党员」: R6.")]
    Student,

    [Description("Floating member 「流动党员」: R7.")]
    Floating,

    [Description("Any other member 「其他」: R8, no figure.")]
    Other,

    [Description("Leading cadre under the cadre training rules (纳入干部教育培训范围): R9, no figure here. 「干部」")]
    Cadre,
}

/// <summary>Position of a member in an organisation (职务).</summary>
[Description("Position of a member (职务).")]
public enum MemberPosition
{
    [Description("Member of a branch's committee (党组织班子成员). 「班子成员」")]
    CommitteeMember,

    [Description("Member of a leading committee (党组织领导班子成员). 「领导班子成员」")]
    LeadingCommitteeMember,

    [Description("Secretary 「党组织书记」.")]
    Secretary,

    [Description("First secretary sent to a village 「第一书记」: as SECRETARY for figures, and may stand beside one.")]
    FirstSecretary,

    [Description("Party-building instructor of new organisations 「党建工作指导员」.")]
    PartyBuildingInstructor,

    [Description("College-graduate village official 「大学生村官」.")]
    VillageOfficial,

    [Description("Outstanding talent nominated for training 「优秀人才党员」.")]
    Talent,
}

/// <summary>Circumstances beside the category that the policy addresses, 二.6.</summary>
[Description("Circumstances beside the category that the policy addresses.")]
public enum MemberBackground
{
    [Description("Laid off or unemployed (下岗失业职工党员). 「下岗失业」")]
    LaidOff,

    [Description("Demobilised from the army (退伍转业军人党员). 「退伍转业」")]
    Demobilised,
}
