using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>One thing of a member's lists, with whose it is and where it stands there: the two make its id.</summary>
internal sealed record HeldBy<T>(Member Member, int Place, T Value) : IOfMember
{
    public string MemberId => Member.Id;

    public string Id => $"{Member.Id}/{Place}";

    /// <summary>All of a list, without what was voided unless that is wanted.</summary>
    public static IEnumerable<HeldBy<T>> All(Member member, IReadOnlyList<T> list, Func<T, Voiding?> voided, bool withVoided) =>
        list.Select((value, place) => new HeldBy<T>(member, place, value)).Where(held => withVoided || voided(held.Value) is null);
}

/// <summary>The base of the types of what members hold for a time.</summary>
internal abstract class HeldType<T> : ObjectType<HeldBy<T>>
    where T : IHeld
{
    protected HeldType(string description, Func<Member, IReadOnlyList<T>> list)
        : base(description) => Node(held => held.Id, (ctx, id) => HeldIds.Load(ctx, id, list));

    /// <summary>The days, and that it was a mistake; last, so that what is held stands first.</summary>
    protected void Days()
    {
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Value.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it has none.").From(source => source.Value.Period.To);
        Field<VoidingType>("voided").Description("That it was entered by mistake; null for what counts.").From(source => source.Value.Voided);
    }

    protected void At(Func<T, string> organisation, string description) =>
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description(description)
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(organisation(ctx.Source.Value)));
}

internal sealed class HeldCategoryType : HeldType<HeldCategory>
{
    public HeldCategoryType()
        : base("A category held for a time.", member => member.Categories)
    {
        Field<NonNullGraphType<EnumerationGraphType<MemberCategory>>>("category").Description("The category.").From(source => source.Value.Category);
        Field<NonNullGraphType<BooleanGraphType>>("main").Description("Whether it is the main one.").From(source => source.Value.Main);
        Days();
    }
}

internal sealed class HeldPositionType : HeldType<HeldPosition>
{
    public HeldPositionType()
        : base("A position held at an organisation for a time.", member => member.Positions)
    {
        Field<NonNullGraphType<EnumerationGraphType<MemberPosition>>>("position").Description("The position.").From(source => source.Value.Position);
        At(held => held.OrganisationId, "Where it is held.");
        Days();
    }
}

internal sealed class MembershipType : HeldType<Membership>
{
    public MembershipType()
        : base("A membership in an organisation for a time.", member => member.Memberships)
    {
        Field<NonNullGraphType<EnumerationGraphType<MembershipKind>>>("kind")
            .Description("Home, or receiving a floating member.")
            .From(source => source.Value.Kind);
        At(held => held.OrganisationId, "The organisation.");
        Days();
    }
}

internal sealed class HeldBackgroundType : HeldType<HeldBackground>
{
    public HeldBackgroundType()
        : base("A circumstance beside the category, for a time.", member => member.Backgrounds)
    {
        Field<NonNullGraphType<EnumerationGraphType<MemberBackground>>>("background").Description("Which one.").From(source => source.Value.Background);
        Days();
    }
}

internal sealed class RecordedSkillType : ObjectType<HeldBy<RecordedSkill>>
{
    public RecordedSkillType()
        : base("A skill that the member mastered and that was recorded: an outcome of training, not hours of it.")
    {
        Node(held => held.Id, (ctx, id) => HeldIds.Load(ctx, id, member => member.Skills));
        Field<NonNullGraphType<StringGraphType>>("name").Description("The skill.").From(source => source.Value.Name);
        Field<NonNullGraphType<DateScalar>>("recordedOn").Description("The day it was recorded.").From(source => source.Value.RecordedOn);
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("certificate")
            .Description("The certificate; null for none.")
            .Resolve(ctx =>
                ctx.Source.Value.CertificateAssetId is { } asset ? ctx.Loader<MediaLoader>().LoadAsync(asset) : LoaderResults.Ready<MediaAsset?>(null)
            );
        Field<VoidingType>("voided").Description("That it was entered by mistake; null for what counts.").From(source => source.Value.Voided);
    }
}

internal sealed class LeaveType : HeldType<Leave>
{
    public LeaveType()
        : base("The member was away with leave. It is told beside the standing and changes no figure.", member => member.Leaves)
    {
        Field<NonNullGraphType<StringGraphType>>("authority").Description("Who granted it.").From(source => source.Value.Authority);
        Field<NonNullGraphType<StringGraphType>>("reason").Description("Why.").From(source => source.Value.Reason);
        Days();
    }
}

internal sealed class HeldWaiverType : ObjectType<HeldBy<Waiver>>
{
    public HeldWaiverType()
        : base("The member was relieved of one figure of the policy in one year.")
    {
        Node(held => held.Id, (ctx, id) => HeldIds.Load(ctx, id, member => member.Waivers));
        Field<NonNullGraphType<WaiverType>>("waiver").Description("Of which figure, by whom, why.").From(source => source.Value);
        Field<VoidingType>("voided").Description("That it was entered by mistake; null for what counts.").From(source => source.Value.Voided);
    }
}

internal sealed class WaiverType : ObjectType<Waiver>
{
    public WaiverType()
        : base("A relief from one figure in one year.")
    {
        Field(x => x.RuleId).Description("Row of the policy: `R1`, `P2.once`.");
        Field(x => x.Year).Description("The year in which the figure is decided.");
        Field(x => x.Authority).Description("Who granted it.");
        Field(x => x.Reason).Description("Why.");
    }
}

internal sealed class DepartureType : ObjectType<Departure>
{
    public DepartureType()
        : base("The member left.")
    {
        Field(x => x.On).Description("The last day.");
        Field(x => x.Reason).Description("Why.");
        Field(x => x.Note, nullable: true).Description("In the words of who entered it.");
        Field(x => x.ReadmittedOn, nullable: true).Description("The first day after the return; null while gone.");
    }
}

/// <summary>Ids of held things: the member's, a slash, and the place in the list.</summary>
internal static class HeldIds
{
    /// <exception cref="ContentError">No id of a held thing looks like this: there is none of <paramref name="kind"/>.</exception>
    public static (string MemberId, int Place) Of(string id, string kind) =>
        id.Split('/') is [var member, var number] && int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var place)
            ? (member, place)
            : throw ContentError.NotFound(kind);

    public static IDataLoaderResult<HeldBy<T>?> Load<T>(IResolveFieldContext context, string id, Func<Member, IReadOnlyList<T>> list) =>
        id.Split('/') is [var owner, var number] && int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var place)
            ? context
                .Loader<MemberLoader>()
                .LoadAsync(owner)
                .Then(member => member is not null && place >= 0 && place < list(member).Count ? new HeldBy<T>(member, place, list(member)[place]) : null)
            : LoaderResults.Ready<HeldBy<T>?>(null);
}
