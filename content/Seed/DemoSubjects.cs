namespace ELearning.Content;

/// <summary>Who and what content/README.md, the explorer's examples and the tests name in the demonstration data.</summary>
public static class DemoSubjects
{
    /// <summary>The courseware whose only chapter is a real film of half a minute at most; first by title and newest.</summary>
    public const string ShortCourseware = "demo-short";

    public const string City = "3505";
    public const string County = "350582";
    public const string Township = "350582-101";
    public const string Village = "350582-101-01";
    public const string OtherVillage = "350582-101-02";

    /// <summary>A rural member of <see cref="Village"/> who studied last year and not yet this year: the first credit is seen to appear.</summary>
    public const string RuralMember = "QZ000001";
    public const string VillageSecretary = "QZ000002";

    /// <summary>Of the leading committee of a government organ: 40 学时, a hard figure, missed last year.</summary>
    public const string GovernmentLeader = "QZ000003";
    public const string NewOrganisationMember = "QZ000004";

    /// <summary>Admitted within the last months: the year of P5 is running.</summary>
    public const string NewMember = "QZ000005";

    /// <summary>At home in <see cref="OtherVillage"/>, received by the branch in Shanghai.</summary>
    public const string FloatingMember = "QZ000006";
    public const string Student = "QZ000007";
    public const string Talent = "QZ000008";
    public const string VillageOfficial = "QZ000009";
    public const string Cadre = "QZ000010";
    public const string NewOrganisationSecretary = "QZ000011";
    public const string CommunityMember = "QZ000012";

    public const string CityAdmin = "admin-3505";
    public const string CountyAdmin = "admin-350582";
    public const string TownshipAdmin = "admin-350582-101";

    /// <summary>Keeps the teacher pool of the city: recommendations to review, terms that end, offers of counties to answer.</summary>
    public const string PoolManager = "pool-3505";
    public const string Editor = "editor-3505";
    public const string Reviewer = "reviewer-3505";
    public const string Auditor = "auditor-3505";

    /// <summary>Number by seat: the seat's organisation and its place in it.</summary>
    internal static IReadOnlyDictionary<string, string> Seats { get; } =
        new Dictionary<string, string>
        {
            ["350582-101-01/2"] = RuralMember,
            ["350582-101-01/0"] = VillageSecretary,
            ["350582-901/1"] = GovernmentLeader,
            ["350582-101-51/1"] = NewOrganisationMember,
            ["350582-101-01/3"] = NewMember,
            ["350582-907/1"] = FloatingMember,
            ["350582-909/2"] = Student,
            ["350582-102-01/3"] = Talent,
            ["350582-101-02/3"] = VillageOfficial,
            ["350582-901/3"] = Cadre,
            ["350582-101-51/0"] = NewOrganisationSecretary,
            ["350582-001-01/2"] = CommunityMember,
        };
}
