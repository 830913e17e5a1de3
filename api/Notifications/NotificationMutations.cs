using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record ReadNotificationsInput(DateTimeOffset? UpTo);

internal sealed class ReadNotificationsInputType : InputType<ReadNotificationsInput>
{
    public ReadNotificationsInputType()
        : base("What one has read.") =>
        Field(x => x.UpTo, nullable: true).Description("All told up to this instant, such as the newest one shown; left out for now.");
}

/// <summary>What is left unread.</summary>
internal sealed record UnreadNotifications(int Unread);

internal static class NotificationMutations
{
    public static void AddTo(Mutation mutation) =>
        mutation
            .Mutation<ReadNotificationsInputType, UnreadNotifications>("readNotifications", "Notes that one has read what one was told of.")
            .Field<IntGraphType>("unread", "How many are left.", left => left.Unread)
            .RequireRole(Rights.Studying)
            .Resolve<ReadNotificationsInput>(
                async (input, ctx) =>
                {
                    var (notifications, own) = (ctx.Service<Notifications>(), ctx.OwnMemberId());
                    await notifications.ReadAsync(own, input.UpTo ?? ctx.Service<TimeProvider>().GetUtcNow(), ctx.CancellationToken);
                    return new((int)await notifications.CountUnreadAsync(own, ctx.CancellationToken));
                }
            );
}
