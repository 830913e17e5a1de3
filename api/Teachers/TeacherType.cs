using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class TeacherType : ObjectType<Teacher>
{
    public TeacherType()
        : base("A teacher of the open pool (师资库): the public profile, and for who keeps the teacher the rest.")
    {
        Node(
            teacher => teacher.Id,
            (ctx, id) =>
                ctx.Loader<TeacherLoader>()
                    .LoadAsync(id)
                    .Then(teacher => teacher is not null && ctx.Rights().MayAny(Rights.TeacherPool) && ctx.Rights().Sees(teacher) ? teacher : null)
        );
        Field(x => x.Name).Description("Name.");
        Field(x => x.Title).Description("Professional title or post (职称、职务).");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<TeacherSource>>>>>("sources")
            .Description("Where the teacher comes from.")
            .From(source => source.Sources);
        Field(x => x.Engagement).Description("Full- or part-time.");
        Field<NonNullGraphType<EnumerationGraphType<TeacherStatus>>>("status")
            .Description("Where the engagement stands today.")
            .Resolve(ctx => ctx.Source.StatusOn(ctx.Rights().Today));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>>("subjects")
            .Description("What the teacher teaches.")
            .From(source => source.Subjects);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Who recommended and engages the teacher.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganisationType>>>, IDataLoaderResult<IReadOnlyList<Organisation>>>("sharedWith")
            .Description("Who engages the teacher jointly today (联聘).")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadManyAsync(ctx.Source.SharedWithOn(ctx.Rights().Today)));
        Field(x => x.Biography, nullable: true).Description("What the teacher has done and can do; null where nothing is said.");
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("photo")
            .Description("A picture; null where there is none.")
            .Resolve(ctx => ctx.Source.PhotoId is { } photo ? ctx.Loader<MediaLoader>().LoadAsync(photo) : LoaderResults.Ready<MediaAsset?>(null));
        Connection<CoursewareType>("courseware", "Published courseware of this teacher, newest first.")
            .ResolveBatch((ctx, list) => ctx.Loader<TeacherCoursewareLoader>().LoadAsync(TeacherCoursewareLoader.OwnerOf(ctx.Source), list.Page));

        this.FreshFor(Freshness.Catalogue);
        // The catalogue names who teaches; all else of a teacher is the pool's.
        this.RequireRoleExceptFor(["id", "name", "title"], Rights.TeacherPool);
        AddPrivate();
    }

    /// <summary>What is for few eyes, and never kept in an answer that others share.</summary>
    private void AddPrivate()
    {
        Field<TeacherContactType>("contact")
            .Description(
                "How to reach the teacher: for who keeps the pool of the organisation, auditors there, and who engages the teacher jointly by an agreement "
                    + "that shows it; else null, as where there is none."
            )
            .RequireRole(Rights.PoolReading)
            .Resolve(ctx => ctx.Rights().SeesContact(ctx.Source) ? ctx.Source.Contact : null);
        Field<PeriodType>("term")
            .Description("The term of engagement; null outside the caller's grants.")
            .RequireRole(Rights.PoolReading)
            .Resolve(ctx => ctx.Rights().SeesPast(ctx.Source) ? ctx.Source.Term : null);
        Field<IntGraphType>("version")
            .Description("Rises with each change; what editTeacher expects. Null outside the caller's grants.")
            .RequireRole(Rights.PoolReading)
            .Resolve(ctx => ctx.Rights().SeesPast(ctx.Source) ? ctx.Source.Version : null);
        Field<IdGraphType>("memberId")
            .Description("The member who the teacher is; null where that is nobody or not known, and outside the caller's grants.")
            .RequireRole(Rights.PoolReading)
            .Resolve(ctx => ctx.Rights().SeesPast(ctx.Source) && ctx.Source.MemberId is { } member ? NodeId.Encode("Member", member) : null);
        Connection<TeacherChangeType>("history", "What was done to the entry, newest first; none outside the caller's grants.")
            .RequireRole(Rights.PoolReading)
            .ResolveBatch(
                (ctx, list) =>
                    LoaderResults.Ready(
                        ctx.Rights().SeesPast(ctx.Source) ? NumberedPages.Of(ctx.Source.History, list.Page) : Pages.Empty<TeacherStatusChange>()
                    )
            );
        Connection<TeacherAgreementType>("agreements", "Joint engagements (联聘) offered, agreed or ended that exist for the caller, newest first.")
            .RequireRole(Rights.PoolReading)
            .ResolveBatch(
                (ctx, list) =>
                {
                    var rights = ctx.Rights();
                    var agreed = ctx.Source.Agreements.Select(agreement => new AgreedTeacher(ctx.Source, agreement)).Where(rights.Sees).ToList();
                    return LoaderResults.Ready(NumberedPages.Of(agreed, list.Page));
                }
            );
    }
}

internal sealed class TeacherContactType : ObjectType<TeacherContact>
{
    public TeacherContactType()
        : base("How to reach a teacher.")
    {
        Field(x => x.Phone, nullable: true).Description("Telephone; null where it is not known.");
        Field(x => x.Mail, nullable: true).Description("Mail address; null where it is not known.");
    }
}

internal sealed class TeacherChangeType : ObjectType<TeacherStatusChange>
{
    public TeacherChangeType()
        : base("One line of a teacher's history.")
    {
        Field<NonNullGraphType<EnumerationGraphType<TeacherAct>>>("act").Description("What was done.").From(source => source.ActDone);
        Field(x => x.Status).Description("Where the engagement stood from then on.");
        Field(x => x.On).Description("The day.");
        Field(x => x.At, nullable: true).Description("When it was entered; null where the day alone is known.");
        Field(x => x.By, nullable: true).Description("The token subject of who did it; null where that was not written down.");
        Field(x => x.Reason, nullable: true).Description("Why, in the words of who did it; null where nobody had to say.");
        Field<PeriodType>("term").Description("The term that was proposed or agreed by it; null for what left the term alone.").From(source => source.Term);
    }
}

internal sealed class TeacherAgreementType : ObjectType<AgreedTeacher>
{
    public TeacherAgreementType()
        : base("A joint engagement (联聘): a teacher offered to another organisation, and what became of it.")
    {
        Node(agreed => agreed.Agreement.Id, (ctx, id) => ctx.Loader<TeacherAgreementLoader>().LoadAsync(id));
        Field<TeacherType>("teacher")
            .Description("The teacher; null where they do not exist for the caller.")
            .Resolve(ctx => ctx.Rights().Sees(ctx.Source.Teacher) ? ctx.Source.Teacher : null);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("To whom the teacher was offered.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.Agreement.OrganisationId));
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("keeper")
            .Description("Who keeps the teacher and offered them.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.Teacher.OrganisationId));
        Field<NonNullGraphType<StringGraphType>>("teacherName").Description("The teacher's name.").From(source => source.Teacher.Name);
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Agreement.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it has none.").From(source => source.Agreement.Period.To);
        Field<NonNullGraphType<BooleanGraphType>>("showsContact")
            .Description("Whether the organisation sees how to reach the teacher while it holds.")
            .From(source => source.Agreement.ShowsContact);
        Field<NonNullGraphType<EnumerationGraphType<AgreementStatus>>>("status")
            .Description("Where it stands today.")
            .Resolve(ctx => ctx.Source.Agreement.StatusOn(ctx.Rights().Today));
        Field<NonNullGraphType<StringGraphType>>("offeredBy").Description("The token subject of who offered it.").From(source => source.Agreement.OfferedBy);
        Field<NonNullGraphType<DateTimeScalar>>("offeredAt").Description("When it was offered.").From(source => source.Agreement.OfferedAt);
        Field<StringGraphType>("answeredBy").Description("The token subject of who answered; null until then.").From(source => source.Agreement.AnsweredBy);
        Field<DateTimeScalar>("answeredAt").Description("When it was answered; null until then.").From(source => source.Agreement.AnsweredAt);
        Field<StringGraphType>("endedBy")
            .Description("The token subject of who ended it before its time, or took it back; null where nobody did.")
            .From(source => source.Agreement.EndedBy);
        Field<DateTimeScalar>("endedAt").Description("When that was entered; null where nobody did.").From(source => source.Agreement.EndedAt);
        Field<StringGraphType>("endReason").Description("Why; null where nobody did.").From(source => source.Agreement.EndReason);
        this.RequireRoleExceptFor([], Rights.PoolReading);
    }
}
