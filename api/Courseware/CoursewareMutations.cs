using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>The life of a courseware. Editors act within the subtrees of their grants; what lies outside does not exist for them.</summary>
internal static class CoursewareMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<CreateCoursewareInputType, Drafted>("createCourseware", "Makes a draft of a new courseware.")
            .ShowsDraft()
            .Errors(ContentErrorCode.IdempotencyKeyReused)
            .RequireRole(Rights.Editing)
            .Resolve<CreateCoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .CreateAsync(
                                new(input.OrganisationId, input, input.IdempotencyKey),
                                ctx.Rights().EditingScope,
                                ctx.Caller().Actor,
                                ctx.CancellationToken
                            )
                    )
            );

        mutation
            .Mutation<EditCoursewareInputType, Drafted>(
                "editCourseware",
                "Changes a draft, or begins the next one of a published courseware; voids approval and schedule."
            )
            .ShowsDraft()
            .RequireRole(Rights.Editing)
            .Resolve<EditCoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .EditAsync(input.CoursewareId, input.ExpectedVersion, input, ctx.Rights().EditingScope, ctx.Caller().Actor, ctx.CancellationToken)
                    )
            );

        mutation
            .Mutation<SubmitCoursewareInputType, Drafted>("submitCourseware", "Hands a complete draft to the reviewers.")
            .ShowsDraft()
            .Errors(ContentErrorCode.StateNotAllowed)
            .RequireRole(Rights.Editing)
            .Resolve<SubmitCoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .SubmitAsync(
                                input.CoursewareId,
                                input.ExpectedVersion,
                                input.Comment,
                                ctx.Rights().EditingScope,
                                ctx.Caller().Actor,
                                ctx.CancellationToken
                            )
                    )
            );

        mutation
            .Mutation<ReviewCoursewareInputType, Drafted>("reviewCourseware", "Signs a draft off or sends it back; never one the reviewer made or edited.")
            .ShowsDraft()
            .Errors(ContentErrorCode.StateNotAllowed, ContentErrorCode.ReviewNotIndependent)
            .RequireRole(Rights.Reviewing)
            .Resolve<ReviewCoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .ReviewAsync(
                                input.CoursewareId,
                                input.ExpectedVersion,
                                input.Decision,
                                input.Comment,
                                ctx.Rights().ReviewingScope,
                                ctx.Caller().Actor,
                                ctx.CancellationToken
                            )
                    )
            );

        mutation
            .Mutation<PublishCoursewareInputType, Drafted>(
                "publishCourseware",
                "Freezes a signed-off draft as the next version and shows it, now or at a time."
            )
            .ShowsDraft()
            .Errors(ContentErrorCode.StateNotAllowed)
            .RequireRole(Rights.Editing)
            .Resolve<PublishCoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .PublishAsync(
                                input.CoursewareId,
                                input.ExpectedVersion,
                                input.PublishAt,
                                ctx.Rights().EditingScope,
                                ctx.Caller().Actor,
                                ctx.CancellationToken
                            )
                    )
            );

        mutation
            .Mutation<UnscheduleCoursewareInputType, Drafted>("unscheduleCourseware", "Calls a scheduled publication off; the approval stands.")
            .ShowsDraft()
            .Errors(ContentErrorCode.StateNotAllowed)
            .RequireRole(Rights.Editing)
            .Resolve<CoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .UnscheduleAsync(input.CoursewareId, input.ExpectedVersion, ctx.Rights().EditingScope, ctx.Caller().Actor, ctx.CancellationToken)
                    )
            );

        mutation
            .Mutation<RetireCoursewareInputType, Drafted>(
                "retireCourseware",
                "Withdraws a published courseware: open sessions go on, credits stay, nothing new starts."
            )
            .ShowsDraft()
            .Errors(ContentErrorCode.StateNotAllowed)
            .RequireRole(Rights.Editing)
            .Resolve<RetireCoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .RetireAsync(
                                input.CoursewareId,
                                input.ExpectedVersion,
                                input.Reason,
                                ctx.Rights().EditingScope,
                                ctx.Caller().Actor,
                                ctx.CancellationToken
                            )
                    )
            );

        mutation
            .Mutation<DiscardCoursewareInputType, Drafted>(
                "discardCourseware",
                "Throws away what was changed since the last publication; a draft never published is gone, and null."
            )
            .ShowsDraft()
            .Errors(ContentErrorCode.StateNotAllowed)
            .RequireRole(Rights.Editing)
            .Resolve<CoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .DiscardAsync(input.CoursewareId, input.ExpectedVersion, ctx.Rights().EditingScope, ctx.Caller().Actor, ctx.CancellationToken)
                    )
            );

        mutation
            .Mutation<DuplicateCoursewareInputType, Drafted>("duplicateCourseware", "Makes a new draft with the content of a courseware.")
            .ShowsDraft()
            .Errors(ContentErrorCode.IdempotencyKeyReused)
            .RequireRole(Rights.Editing)
            .Resolve<DuplicateCourseware>(
                async (input, ctx) => new(await ctx.Desk().DuplicateAsync(input, ctx.Rights().EditingScope, ctx.Caller().Actor, ctx.CancellationToken))
            );

        mutation
            .Mutation<TagCoursewareInputType, Tagged>(
                "tagCourseware",
                "Adds and removes subjects and audiences of many drafts; what fails for one leaves the others alone."
            )
            .Field<ListGraphType<NonNullGraphType<TaggedCoursewareType>>>("results", "What became of each, in the order given.", tagged => tagged.Results)
            .RequireRole(Rights.Editing)
            .Resolve<TagCoursewareInput>(
                async (input, ctx) =>
                    new(
                        await ctx.Desk()
                            .TagAsync(
                                new(
                                    input.CoursewareIds,
                                    input.AddSubjects ?? [],
                                    input.RemoveSubjects ?? [],
                                    input.AddAudience ?? [],
                                    input.RemoveAudience ?? []
                                ),
                                ctx.Rights().EditingScope,
                                ctx.Caller().Actor,
                                ctx.CancellationToken
                            )
                    )
            );
    }

    private static EditorialDesk Desk(this IResolveFieldContext context) => context.Service<EditorialDesk>();

    /// <summary>The payload's draft, and the newer one in the errors that are about it.</summary>
    private static MutationField<Drafted> ShowsDraft(this MutationField<Drafted> mutation) =>
        mutation
            .Field<CoursewareDraftType>("draft", "The draft as it is now.", drafted => drafted.Draft)
            .ErrorShows<CoursewareDraftType>(
                nameof(ContentErrorCode.Conflict),
                "draft",
                "The newer state, where it was a courseware that changed.",
                error => error.Detail as CoursewareDraft
            )
            .ErrorShows<CoursewareDraftType>(
                nameof(ContentErrorCode.StateNotAllowed),
                "draft",
                "The courseware as it is.",
                error => error.Detail as CoursewareDraft
            );

    /// <param name="Draft">Null where a discard left none.</param>
    private sealed record Drafted(CoursewareDraft? Draft);

    private sealed record Tagged(IReadOnlyList<TaggedCourseware> Results);
}

internal sealed class TaggedCoursewareType : ObjectType<TaggedCourseware>
{
    public TaggedCoursewareType()
        : base("What became of one courseware of a bulk change.")
    {
        Field<NonNullGraphType<IdGraphType>>("coursewareId").Description("Which one.").From(source => NodeId.Encode("Courseware", source.CoursewareId));
        Field<CoursewareDraftType>("draft").Description("The draft as it is now; null where it failed.").From(source => source.Draft);
        Field<StringGraphType>("code")
            .Description("Why it failed, for programs: SCREAMING_SNAKE; null when it was done.")
            .From(source => source.Error is { } error ? ErrorTexts.CodeOf(error.Code) : null);
        Field<StringGraphType>("message").Description("Why it failed, for people.").From(source => source.Error is { } error ? ErrorTexts.Of(error) : null);
    }
}
