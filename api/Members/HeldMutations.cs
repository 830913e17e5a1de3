using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>What begins, ends and is taken back in a member's record.</summary>
internal static class HeldMutations
{
    public static void AddTo(Mutation mutation)
    {
        Change<EditMemberInputType, EditMember>(
            mutation,
            "editMember",
            "Corrects a member's number, name or day of admission. The id stays, and the old number still finds the member.",
            input => input.MemberId,
            (register, input, by, token) => register.EditAsync(input, by, token),
            ContentErrorCode.NumberTaken
        );
        Change<TransferMemberInputType, TransferMember>(
            mutation,
            "transferMember",
            "Moves a member to another home organisation from a day: the membership before ends the day before, and so do the posts there that only a member "
                + "may hold. The ledger is one; pending claims go along.",
            input => input.MemberId,
            (register, input, by, token) => register.TransferAsync(input, by, token),
            input => input.ToOrganisationId,
            ContentErrorCode.OrganisationClosed,
            ContentErrorCode.MemberHasLeft
        );
        Change<AddReceivingMembershipInputType, AddReceivingMembershipInput>(
            mutation,
            "addReceivingMembership",
            "Notes that another organisation receives a floating member (流动党员); the home stays, and both see the member.",
            input => input.MemberId,
            (register, input, by, token) =>
                register.JoinAsync(new(input.MemberId, input.OrganisationId, MembershipKind.Receiving, new(input.From, input.To), input.Reason), by, token),
            input => input.OrganisationId,
            ContentErrorCode.OrganisationClosed,
            ContentErrorCode.MemberHasLeft
        );
        Change<AddCategoryInputType, AddCategoryInput>(
            mutation,
            "addCategory",
            "Notes a category from a day; a new main one ends the one before the day before.",
            input => input.MemberId,
            (register, input, by, token) =>
                register.HoldCategoryAsync(new(input.MemberId, input.Category, input.Main, new(input.From, input.To), input.Reason), by, token),
            ContentErrorCode.MemberHasLeft
        );
        Change<RecordBackgroundInputType, RecordBackgroundInput>(
            mutation,
            "recordBackground",
            "Notes a circumstance beside the category that the policy addresses.",
            input => input.MemberId,
            (register, input, by, token) => register.RecordAsync(new RecordBackground(input.MemberId, input.Background, new(input.From, input.To)), by, token)
        );
        mutation
            .Mutation<RecordSkillInputType, Member>("recordSkill", "Notes a skill that the member mastered: an outcome of training, not hours of it.")
            .Field<MemberType>("member", "The member.", member => member)
            .Errors(ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<RecordSkill>(RecordSkillAsync);
        Change<RecordLeaveInputType, RecordLeave>(
            mutation,
            "recordLeave",
            "Notes that a member was away with leave. It stands beside the standing and changes no figure.",
            input => input.MemberId,
            (register, input, by, token) => register.RecordAsync(input, by, token)
        );
        Change<WaiveFigureInputType, WaiveFigure>(
            mutation,
            "waiveFigure",
            "Relieves a member of one figure of the policy in one year, by whose authority is said. The row is shown with its gap, and judges nothing.",
            input => input.MemberId,
            (register, input, by, token) => register.WaiveAsync(input, by, token),
            ContentErrorCode.DecisionNotIndependent
        );
        Change<EndMemberInputType, EndMember>(
            mutation,
            "endMember",
            "Notes that a member left: all that runs ends on that day. The record and the ledger stay.",
            input => input.MemberId,
            (register, input, by, token) => register.LeaveAsync(input, by, token),
            ContentErrorCode.MemberHasLeft
        );
        Change<ReadmitMemberInputType, ReadmitMember>(
            mutation,
            "readmitMember",
            "Takes a member who left back, from a day, in a home and a main category.",
            input => input.MemberId,
            (register, input, by, token) => register.ReadmitAsync(input, by, token),
            input => input.OrganisationId,
            ContentErrorCode.EntryOver,
            ContentErrorCode.OrganisationClosed
        );
        foreach (var (kind, type) in Kinds)
        {
            if (kind is not (HeldKind.Skill or HeldKind.Leave or HeldKind.Waiver))
                End(mutation, kind, type);
            Void(mutation, kind, type);
        }
    }

    /// <summary>The node type of each kind; the kind names the mutations.</summary>
    private static readonly IReadOnlyList<(HeldKind Kind, string Type)> Kinds =
    [
        (HeldKind.Membership, "Membership"),
        (HeldKind.Category, "HeldCategory"),
        (HeldKind.Position, "HeldPosition"),
        (HeldKind.Background, "HeldBackground"),
        (HeldKind.Skill, "RecordedSkill"),
        (HeldKind.Leave, "Leave"),
        (HeldKind.Waiver, "HeldWaiver"),
    ];

    /// <summary>Who receives a floating member ends and takes back the membership with them, and posts at them; all else is the home's.</summary>
    private static async Task KeptHeldAsync(IResolveFieldContext context, string memberId, HeldKind kind, int place, string type)
    {
        var member = await context.KeptOwnerAsync(memberId, type);
        if (context.Rights().KeepsHome(member))
            return;
        var at = kind switch
        {
            HeldKind.Membership when place < member.Memberships.Count => member.Memberships[place].OrganisationId,
            HeldKind.Position when place < member.Positions.Count => member.Positions[place].OrganisationId,
            _ => throw ContentError.NotFound(type),
        };
        if (!context.Rights().Keeps(await context.Service<OrganisationTree>().RequireAsync(at, context.CancellationToken)))
            throw ContentError.NotFound(type);
    }

    private static async Task<Member> RecordSkillAsync(RecordSkill input, IResolveFieldContext context)
    {
        await context.KeptHomeMemberAsync(input.MemberId);
        if (input.CertificateAssetId is { } id)
        {
            var asset = (await context.Service<MediaLibrary>().FindAsync([id], context.CancellationToken)).GetValueOrDefault(id);
            if (asset is null || !context.Rights().Changing.Covers([asset.OrganisationId, .. asset.Lineage]))
                throw ContentError.NotFound(nameof(MediaAsset));
        }

        return await context.Service<MemberRegister>().RecordAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static void End(Mutation mutation, HeldKind kind, string type)
    {
        var name = $"end{kind}";
        var field = kind switch
        {
            HeldKind.Membership => mutation.Mutation<EndMembershipInputType, Member>(
                name,
                "Ends a receiving membership after a day; a home ends by a transfer."
            ),
            HeldKind.Category => mutation.Mutation<EndCategoryInputType, Member>(name, "Ends a further category after a day; a main one ends by the next."),
            HeldKind.Position => mutation.Mutation<EndPositionInputType, Member>(name, "Ends a position after a day."),
            _ => mutation.Mutation<EndBackgroundInputType, Member>(name, "Ends a circumstance beside the category after a day."),
        };
        field
            .Field<MemberType>("member", "The member.", member => member)
            .Errors(ContentErrorCode.EntryOver, ContentErrorCode.EntryNeeded, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<EndHeldInput>(
                async (input, ctx) =>
                {
                    var (memberId, place) = HeldIds.Of(input.Id, type);
                    await KeptHeldAsync(ctx, memberId, kind, place, type);
                    return await ctx.Service<MemberRegister>()
                        .EndAsync(new(memberId, kind, place, input.On, input.Reason), ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
    }

    private static void Void(Mutation mutation, HeldKind kind, string type)
    {
        var name = $"void{kind}";
        const string Meaning = "It stays readable and counts for nothing; what it had ended the day before runs on.";
        var field = kind switch
        {
            HeldKind.Membership => mutation.Mutation<VoidMembershipInputType, Member>(name, $"Takes a membership back that was entered by mistake. {Meaning}"),
            HeldKind.Category => mutation.Mutation<VoidCategoryInputType, Member>(name, $"Takes a category back that was entered by mistake. {Meaning}"),
            HeldKind.Position => mutation.Mutation<VoidPositionInputType, Member>(name, "Takes a position back that was entered by mistake."),
            HeldKind.Background => mutation.Mutation<VoidBackgroundInputType, Member>(name, "Takes a circumstance back that was entered by mistake."),
            HeldKind.Leave => mutation.Mutation<VoidLeaveInputType, Member>(name, "Takes a leave back that was entered by mistake."),
            HeldKind.Waiver => mutation.Mutation<VoidWaiverInputType, Member>(name, "Takes a relief from a figure back."),
            _ => mutation.Mutation<VoidSkillInputType, Member>(name, "Takes a skill back that was entered by mistake."),
        };
        field
            .Field<MemberType>("member", "The member.", member => member)
            .Errors(ContentErrorCode.EntryOver, ContentErrorCode.EntryNeeded, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<VoidHeldInput>(
                async (input, ctx) =>
                {
                    var (memberId, place) = HeldIds.Of(input.Id, type);
                    await KeptHeldAsync(ctx, memberId, kind, place, type);
                    return await ctx.Service<MemberRegister>().VoidAsync(new(memberId, kind, place, input.Reason), ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
    }

    private static void Change<TInputType, TInput>(
        Mutation mutation,
        string name,
        string description,
        Func<TInput, string> whose,
        Func<MemberRegister, TInput, Actor, CancellationToken, Task<Member>> change,
        params ContentErrorCode[] errors
    )
        where TInputType : IInputObjectGraphType => Change<TInputType, TInput>(mutation, name, description, whose, change, _ => null, errors);

    /// <param name="where">An organisation that the change names, in which the caller must have the right, too.</param>
    private static void Change<TInputType, TInput>(
        Mutation mutation,
        string name,
        string description,
        Func<TInput, string> whose,
        Func<MemberRegister, TInput, Actor, CancellationToken, Task<Member>> change,
        Func<TInput, string?> where,
        params ContentErrorCode[] errors
    )
        where TInputType : IInputObjectGraphType =>
        mutation
            .Mutation<TInputType, Member>(name, description)
            .Field<MemberType>("member", "The member.", member => member)
            .Errors([ContentErrorCode.HistoryFull, .. errors])
            .RequireRole(Rights.Keeping)
            .Resolve<TInput>(
                async (input, ctx) =>
                {
                    await ctx.KeptHomeMemberAsync(whose(input));
                    if (where(input) is { } organisation)
                        await ctx.KeptOrganisationAsync(organisation);
                    return await change(ctx.Service<MemberRegister>(), input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
}
