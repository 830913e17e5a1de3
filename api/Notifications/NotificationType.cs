using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class NotificationType : ObjectType<Notification>
{
    public NotificationType()
        : base("Something the member is told of.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Global id, opaque.").From(source => NodeId.Encode(Name, source.Id));
        Field(x => x.Kind).Description("What happened.");
        Field<NonNullGraphType<StringGraphType>>("text")
            .Description("In words for the member, in the language asked for.")
            .Resolve(ctx => NotificationTexts.Of(ctx.Source));
        Field<IdGraphType>("aboutId")
            .Description("The node it is about, to be asked for by node(id:); null where the member cannot look at it.")
            .From(source => NotificationTexts.NodeOf(source.Kind) is { } node ? NodeId.Encode(node, source.AboutId) : null);
        Field(x => x.ToldAt).Description("When it was told.");
        Field(x => x.ReadAt, nullable: true).Description("When the member read it; null until then.");
    }
}

/// <summary>Each member's notifications, newest first.</summary>
internal sealed class NotificationLoader(Notifications notifications) : PageLoader<Notification>
{
    protected override Task<IReadOnlyDictionary<string, Page<Notification>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => notifications.ByMembersAsync(owners, page, cancellationToken);
}

/// <summary>
/// What a notification says, in the language of the request, out of <c>NotificationTexts.json</c>: a text for each <see cref="NotificationKind"/>. What its
/// places name, <see cref="Notification.Arguments"/> say; a role is named by its own text.
/// </summary>
internal static class NotificationTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(NotificationTexts), nameof(NotificationTexts));

    public static string Of(Notification told) =>
        Texts.Format(
            told.Kind.ToString(),
            [.. told.Arguments.Select((argument, i) => told.Kind == NotificationKind.RoleGiven && i == 0 ? Texts[$"role.{argument}"] : argument)]
        );

    /// <summary>The node type of what a kind is about; null for what is no node.</summary>
    public static string? NodeOf(NotificationKind kind) =>
        kind switch
        {
            NotificationKind.ClaimApproved or NotificationKind.ClaimRejected => "CreditClaim",
            NotificationKind.CreditReversed => "Credit",
            NotificationKind.CorrectionAnswered => "CorrectionRequest",
            NotificationKind.RoleGiven => "Grant",
            NotificationKind.TeacherTermEnding => "Teacher",
            _ => null,
        };
}
