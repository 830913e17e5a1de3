using System.Globalization;

namespace ELearning.Content;

/// <summary>The words of registers as sheets write them.</summary>
internal static class RegisterWords
{
    public const string HasOrganisations = "HAS_ORGANISATIONS",
        HasMembers = "HAS_MEMBERS",
        HasCredits = "HAS_CREDITS",
        ChangedSince = "CHANGED_SINCE";

    public static SheetWords<OrganisationLevel> Levels { get; } =
        new(
            (OrganisationLevel.Province, ["省", "省级"]),
            (OrganisationLevel.City, ["设区市", "市", "市级"]),
            (OrganisationLevel.County, ["县", "县级", "区", "县（市、区）", "县(市、区)"]),
            (OrganisationLevel.Township, ["乡镇", "镇", "乡", "街道", "乡镇街道"]),
            (OrganisationLevel.Basic, ["基层", "支部", "党支部", "总支", "党总支", "基层党委", "基层党组织"])
        );

    public static SheetWords<MemberCategory> Categories { get; } =
        new(
            (MemberCategory.Rural, ["农村", "农村党员"]),
            (MemberCategory.Community, ["社区", "社区党员"]),
            (MemberCategory.Government, ["党政机关", "机关"]),
            (MemberCategory.PublicInstitution, ["事业单位"]),
            (MemberCategory.StateEnterprise, ["国有企业", "国企"]),
            (MemberCategory.Financial, ["金融机构", "金融"]),
            (MemberCategory.NewOrganisation, ["两新组织", "两新", "“两新”组织"]),
            (MemberCategory.Student, ["学生", "学生党员"]),
            (MemberCategory.Floating, ["流动党员", "流动"]),
            (MemberCategory.Other, ["其他"]),
            (MemberCategory.Cadre, ["领导干部", "干部"])
        );

    public static SheetWords<MemberPosition> Positions { get; } =
        new(
            (MemberPosition.Secretary, ["书记", "党组织书记", "支部书记"]),
            (MemberPosition.FirstSecretary, ["第一书记"]),
            (MemberPosition.CommitteeMember, ["班子成员", "支委", "委员"]),
            (MemberPosition.LeadingCommitteeMember, ["领导班子成员"]),
            (MemberPosition.PartyBuildingInstructor, ["党建工作指导员", "指导员"]),
            (MemberPosition.VillageOfficial, ["大学生村官", "村官"]),
            (MemberPosition.Talent, ["优秀人才"])
        );

    public static SheetWords<CreditForm> Forms { get; } =
        new(
            (CreditForm.GroupViewing, ["集中收看"]),
            (CreditForm.CentralisedClass, ["集中培训", "培训班"]),
            (CreditForm.Lecture, ["党课", "讲座", "论坛", "党课讲座"]),
            (CreditForm.Field, ["现场教学", "实践锻炼"]),
            (CreditForm.External, ["外部培训"]),
            (CreditForm.Seminar, ["座谈研讨", "座谈", "研讨"]),
            (CreditForm.ThemedActivity, ["主题活动", "主题党日"])
        );

    /// <summary>A day as lines keep it; empty for none.</summary>
    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static DateOnly? Day(string kept) => kept.Length == 0 ? null : DateOnly.ParseExact(kept, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
