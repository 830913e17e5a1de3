using ELearning.Content;

namespace ELearning.Tests.Hosting;

/// <summary>The least tree that has every level, and members in it by the public services.</summary>
public static class SmallTown
{
    public const string City = "350500";
    public const string County = "350583";
    public const string Township = "350583-01";
    public const string Street = "350583-02";
    public const string Village = "350583-01-001";
    public const string Office = "350583-02-001";

    /// <summary>Who keeps the register, where a test is not about who does.</summary>
    public static readonly Actor Clerk = new("clerk", null);

    /// <summary>Who gives and revokes rights, where a test is not about who may.</summary>
    public static readonly Giver Root = new(new("root", null), Everywhere: true, []);

    private static readonly DateOnly Founded = new(1949, 9, 1);

    public static IReadOnlyList<NewOrganisation> Organisations { get; } =
    [
        new(City, "中共泉州市委员会", OrganisationLevel.City, null, null, Founded, RecordsFrom: new(2000, 1, 1)),
        new(County, "中共南安市委员会", OrganisationLevel.County, null, City, Founded),
        new(Township, "中共水头镇委员会", OrganisationLevel.Township, null, County, Founded),
        new(Street, "中共溪美街道工作委员会", OrganisationLevel.Township, null, County, Founded),
        new(Village, "水头镇朴里村党支部", OrganisationLevel.Basic, MemberCategory.Rural, Township, Founded),
        new(Office, "南安市税务局机关党支部", OrganisationLevel.Basic, MemberCategory.Government, Street, Founded),
    ];

    public static Task BuildTownAsync(this ContentFixture content) => content.Get<OrganisationTree>().AddManyAsync(Organisations, CancellationToken.None);

    public static Task<Member> RegisterAsync(
        this ContentFixture content,
        string number,
        string organisationId = Village,
        MemberCategory category = MemberCategory.Rural,
        string? key = null,
        string by = "registrar"
    ) =>
        content
            .Get<MemberRegister>()
            .RegisterAsync(new(number, "黄志强", organisationId, category, new(2010, 7, 1), key), new(by, null), CancellationToken.None);

    /// <summary>The member as one whose hours of earlier years were imported: those years are judged.</summary>
    public static Task<Member> WithHistoryAsync(this ContentFixture content, Member member) =>
        content.Get<MemberRegister>().RecordFromAsync(member.Id, new(2000, 1, 1), "补录", Clerk, CancellationToken.None);

    /// <summary>Hours under the built-in policy, posted as by an import.</summary>
    public static Task<Credit> CreditAsync(
        this ContentFixture content,
        Member member,
        string part,
        CreditForm form,
        double hours,
        DateOnly on,
        OrganisationLevel? venue = null
    ) =>
        content
            .Get<CreditLedger>()
            .PostAsync(
                new($"{member.Id}/test/{part}", member.Id, form, (int)(hours * 2700), on, new(CreditSourceKind.Batch, "test")) { VenueLevel = venue },
                CancellationToken.None
            );
}
