using System.ComponentModel;

namespace ELearning.Content;

/// <summary>Something a member is told of: what happened, in words that are found when they are read, and the thing it is about.</summary>
/// <param name="Id">The member's id, a slash, and an id made from what happened: told twice, it is there once.</param>
/// <param name="AboutId">The id of the thing within its type; the kind says which type that is.</param>
/// <param name="Arguments">What the words name, in the order of their placeholders.</param>
public sealed record Notification(
    string Id,
    string MemberId,
    NotificationKind Kind,
    string AboutId,
    IReadOnlyList<string> Arguments,
    DateTimeOffset ToldAt,
    DateTimeOffset? ReadAt = null
) : IOfMember;

[Description("What a member is told of.")]
public enum NotificationKind
{
    [Description("A claim of training hours was approved. 「学时申报通过」")]
    ClaimApproved,

    [Description("A claim of training hours was rejected; the text says why. 「学时申报驳回」")]
    ClaimRejected,

    [Description("A credit of the member was reversed; the text says why. 「学时被冲销」")]
    CreditReversed,

    [Description("A request for a correction was answered. 「更正申请已答复」")]
    CorrectionAnswered,

    [Description("The member was given a role. 「获得授权」")]
    RoleGiven,

    [Description("Another sign-in took the place of the member's. 「登录账号已更换」")]
    SignInReplaced,

    [Description("The member was transferred to another organisation. 「组织关系转接」")]
    Transferred,

    [Description("The term of a teacher of the pool ends soon. 「教师聘期即将届满」")]
    TeacherTermEnding,
}
