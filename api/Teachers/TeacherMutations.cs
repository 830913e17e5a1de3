using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>How the teacher pool is kept, by who keeps the pool of the teacher's organisation.</summary>
internal static class TeacherMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<ProposeTeacherInputType, Teacher>(
                "proposeTeacher",
                "Recommends a teacher for the pool of an organisation; a second person decides by reviewTeacher. Who left the pool, or was declined, may be "
                    + "recommended again, and the past stays."
            )
            .Field<TeacherType>("teacher", "The teacher.", teacher => teacher)
            .Errors(
                ContentErrorCode.TeacherStateNotAllowed,
                ContentErrorCode.OrganisationClosed,
                ContentErrorCode.IdempotencyKeyReused,
                ContentErrorCode.HistoryFull
            )
            .RequireRole(Rights.Pooling)
            .Resolve<ProposeTeacherInput>(ProposeAsync);
        Change<ReviewTeacherInputType, ReviewTeacher>(
            mutation,
            "reviewTeacher",
            "Decides a recommendation: by nobody who made it or changed it since, and nobody decides about themself.",
            input => input.TeacherId,
            (register, input, by, token) => register.ReviewAsync(input, by, token),
            ContentErrorCode.TeacherReviewNotIndependent,
            ContentErrorCode.TeacherTermOver
        );
        Change<SuspendTeacherInputType, TeacherReasonInput>(
            mutation,
            "suspendTeacher",
            "Suspends a teacher: until resumeTeacher they are not in the pool.",
            input => input.TeacherId,
            (register, input, by, token) => register.SuspendAsync(input.TeacherId, input.Reason, by, token)
        );
        Change<ResumeTeacherInputType, TeacherReasonInput>(
            mutation,
            "resumeTeacher",
            "Ends the suspension of a teacher.",
            input => input.TeacherId,
            (register, input, by, token) => register.ResumeAsync(input.TeacherId, input.Reason, by, token)
        );
        Change<ExitTeacherInputType, TeacherReasonInput>(
            mutation,
            "exitTeacher",
            "Notes that a teacher leaves the pool today; with it ends what was agreed with other organisations.",
            input => input.TeacherId,
            (register, input, by, token) => register.ExitAsync(input.TeacherId, input.Reason, by, token)
        );
        Change<RenewTeacherInputType, RenewTeacher>(
            mutation,
            "renewTeacher",
            "Engages a teacher for longer; one whose term has ended is in the pool again from today.",
            input => input.TeacherId,
            (register, input, by, token) => register.RenewAsync(input, by, token)
        );
        mutation
            .Mutation<EditTeacherInputType, Teacher>("editTeacher", "Changes a teacher's profile; who changed a recommendation does not review it.")
            .Field<TeacherType>("teacher", "The teacher.", teacher => teacher)
            .Errors(ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Pooling)
            .Resolve<EditTeacherInput>(
                async (input, ctx) =>
                {
                    await ctx.PooledTeacherAsync(input.TeacherId);
                    return await ctx.Service<TeacherRegister>().EditAsync(input.Content, ctx.Rights().PoolScope, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
        mutation
            .Mutation<MergeTeachersInputType, Teacher>(
                "mergeTeachers",
                "Merges two entries that are the same teacher: whatever names the second names the first from then on, its id included."
            )
            .Field<TeacherType>("teacher", "The teacher.", teacher => teacher)
            .Errors(ContentErrorCode.HistoryFull, ContentErrorCode.TeacherBooked)
            .RequireRole(Rights.Pooling)
            .Resolve<MergeTeachers>(
                async (input, ctx) =>
                {
                    await ctx.PooledTeacherAsync(input.KeepId);
                    await ctx.PooledTeacherAsync(input.MergeId);
                    return await ctx.Service<TeacherRegister>().MergeAsync(input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
        mutation
            .Mutation<SetAvailabilityInputType, ShownSchedule>(
                "setAvailability",
                "Says at which hours a teacher is available, in the place of what was said before; by who keeps the teacher, or the teacher as a member. "
                    + "What is "
                    + "booked stays, and no exception takes a day on which something is."
            )
            .Field<TeacherScheduleType>("schedule", "The schedule, from today on for 28 days.", shown => shown)
            .Errors(ContentErrorCode.TeacherBooked)
            .RequireRole(Rights.OwnOrPooling)
            .Resolve<SetAvailability>(SetAvailabilityAsync);
        AddAgreements(mutation);
    }

    private static async Task<ShownSchedule> SetAvailabilityAsync(SetAvailability input, IResolveFieldContext context)
    {
        var teacher = (await context.Service<TeacherPool>().FindAsync([input.TeacherId], context.CancellationToken)).GetValueOrDefault(input.TeacherId);
        if (teacher is null || !(context.Rights().KeepsPool(teacher) || context.Rights().IsTeacher(teacher)))
            throw ContentError.NotFound(nameof(Teacher));
        var today = context.Rights().Today;
        return new(teacher, await context.Service<TeacherSchedules>().SetAsync(input, context.CancellationToken), today, today.AddDays(27));
    }

    private static void AddAgreements(Mutation mutation)
    {
        mutation
            .Mutation<OfferTeacherInputType, AgreedTeacher>(
                "offerTeacher",
                "Offers an active teacher to another organisation for a joint engagement (联聘), which holds once that one accepts."
            )
            .Field<TeacherAgreementType>("agreement", "What was offered.", agreed => agreed)
            .Errors(
                ContentErrorCode.TeacherStateNotAllowed,
                ContentErrorCode.AgreementExists,
                ContentErrorCode.OrganisationClosed,
                ContentErrorCode.HistoryFull
            )
            .RequireRole(Rights.Pooling)
            .Resolve<OfferTeacher>(
                async (input, ctx) =>
                {
                    await ctx.PooledTeacherAsync(input.TeacherId);
                    return await ctx.Service<TeacherRegister>().OfferAsync(input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
        mutation
            .Mutation<AnswerOfferInputType, AgreedTeacher>("answerOffer", "Accepts or declines a teacher who was offered to an organisation of the caller's.")
            .Field<TeacherAgreementType>("agreement", "The agreement.", agreed => agreed)
            .Errors(ContentErrorCode.EntryOver, ContentErrorCode.TeacherStateNotAllowed)
            .RequireRole(Rights.Pooling)
            .Resolve<AnswerOffer>(
                async (input, ctx) =>
                {
                    if (!ctx.Rights().PoolScope.Covers((await AgreedAsync(ctx, input.AgreementId)).Agreement.Lineage))
                        throw ContentError.NotFound(nameof(TeacherAgreement));
                    return await ctx.Service<TeacherRegister>().AnswerAsync(input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
        mutation
            .Mutation<EndAgreementInputType, AgreedTeacher>(
                "endAgreement",
                "Ends a joint engagement after a day, by either side; an offer that was not answered is taken back."
            )
            .Field<TeacherAgreementType>("agreement", "The agreement.", agreed => agreed)
            .Errors(ContentErrorCode.EntryOver)
            .RequireRole(Rights.Pooling)
            .Resolve<EndAgreement>(
                async (input, ctx) =>
                {
                    var agreed = await AgreedAsync(ctx, input.AgreementId);
                    if (!ctx.Rights().KeepsPool(agreed.Teacher) && !ctx.Rights().PoolScope.Covers(agreed.Agreement.Lineage))
                        throw ContentError.NotFound(nameof(TeacherAgreement));
                    return await ctx.Service<TeacherRegister>().EndAsync(input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
    }

    private static async Task<AgreedTeacher> AgreedAsync(IResolveFieldContext context, string agreementId) =>
        (await context.Service<TeacherRegister>().AgreementsAsync([agreementId], context.CancellationToken)).GetValueOrDefault(agreementId)
        ?? throw ContentError.NotFound(nameof(TeacherAgreement));

    private static async Task<Teacher> ProposeAsync(ProposeTeacherInput input, IResolveFieldContext context)
    {
        await context.PooledOrganisationAsync(input.OrganisationId);
        if (input.TeacherId is { } again)
            await context.PooledTeacherAsync(again);
        return await context
            .Service<TeacherRegister>()
            .ProposeAsync(input.Content, context.Rights().PoolScope, context.Caller().Actor, context.CancellationToken);
    }

    private static void Change<TInputType, TInput>(
        Mutation mutation,
        string name,
        string description,
        Func<TInput, string> whom,
        Func<TeacherRegister, TInput, Actor, CancellationToken, Task<Teacher>> change,
        params ContentErrorCode[] errors
    )
        where TInputType : IInputObjectGraphType =>
        mutation
            .Mutation<TInputType, Teacher>(name, description)
            .Field<TeacherType>("teacher", "The teacher.", teacher => teacher)
            .Errors([ContentErrorCode.TeacherStateNotAllowed, ContentErrorCode.HistoryFull, .. errors])
            .RequireRole(Rights.Pooling)
            .Resolve<TInput>(
                async (input, ctx) =>
                {
                    await ctx.PooledTeacherAsync(whom(input));
                    return await change(ctx.Service<TeacherRegister>(), input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
}
