using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class MediaType : ObjectType<MediaAsset>
{
    private static readonly string Widths = string.Join(", ", MediaLinks.PictureWidths);

    public MediaType()
        : base("A stored file; its address is signed and expires.")
    {
        Node(
            asset => asset.Id,
            (ctx, id) => ctx.Rights().MayAny(Rights.Drafts) ? ctx.Loader<VisibleMediaLoader>().LoadAsync(id) : LoaderResults.Ready<MediaAsset?>(null)
        );
        Field<NonNullGraphType<UrlScalar>>("url")
            .Description("Where to get the bytes for a while; ranges are served.")
            .Argument<IntGraphType>(
                "width",
                $"Of a picture: that it be a WebP of this width in pixels, {Widths}, else INVALID_INPUT. A picture that is no wider, or of more than 40 million "
                    + "pixels, is answered as it is stored, and so is what is no picture.",
                argument =>
                    argument.ParseValue(value =>
                        value is int width && !MediaLinks.PictureWidths.Contains(width)
                            ? throw new RequestFault(ContentError.NameOf(ContentErrorCode.InvalidInput), "width", InputFault.OneOf, Widths)
                            : value
                    )
            )
            .Resolve(ctx => ctx.Service<MediaAddress>().Of(ctx.Source, ctx.GetArgument<int?>("width")));
        Field(x => x.Name).Description("File name as it was handed in.");
        Field(x => x.ContentType).Description("Media type by content.");
        Field(x => x.ByteLength).Description("Length in bytes.");
        Field<FloatScalar>("durationSeconds")
            .Description("Length probed by the server, in seconds; null where the type has none.")
            .From(source => source.DurationMilliseconds / 1000.0);
        Field(x => x.Width, nullable: true).Description("Width in pixels as shown, of films and pictures; null for other types and where it was not measured.");
        Field(x => x.Height, nullable: true)
            .Description("Height in pixels as shown, of films and pictures; null for other types and where it was not measured.");
        Field(x => x.PageCount, nullable: true).Description("Number of pages of a PDF; null for other types and where it was not counted.");
        this.FreshFor(Freshness.Addresses);
        Field(x => x.StoredAt).Description("When it was stored.").RequireRole(Rights.Drafts);
        Field<AssetFolderType, IDataLoaderResult<AssetFolder?>>("folder")
            .Description("The folder it lies in; null: in none.")
            .RequireRole(Rights.Drafts)
            .Resolve(ctx => ctx.Source.FolderId is { } folder ? ctx.Loader<AssetFolderLoader>().LoadAsync(folder) : LoaderResults.Ready<AssetFolder?>(null));
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Who keeps it.")
            .RequireRole(Rights.Drafts)
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field<MediaUseType, IDataLoaderResult<MediaUse?>>("usedBy")
            .Description("Where it is used; null outside the caller's grants.")
            .RequireRole(Rights.Drafts)
            .Resolve(ctx => ctx.Rights().Sees(ctx.Source) ? ctx.Loader<MediaUseLoader>().LoadAsync(ctx.Source.Id) : LoaderResults.Ready<MediaUse?>(null));
    }
}

/// <summary>The whole address of an asset on the host the request came to.</summary>
internal sealed class MediaAddress(MediaLinks links, IHttpContextAccessor http)
{
    /// <param name="width">See <see cref="MediaLinks.SignPicture"/>; null for the asset as it is stored.</param>
    public Uri Of(MediaAsset asset, int? width = null) => OnThisHost(width is { } wanted ? links.SignPicture(asset, wanted) : links.Sign(asset));

    /// <summary>Captions in the form a browser's <c>track</c> takes, whichever they are stored in.</summary>
    public Uri OfCaptions(MediaAsset asset) => OnThisHost(links.SignCaptions(asset));

    private Uri OnThisHost(string path) =>
        http.HttpContext?.Request is { Host.HasValue: true } request
            ? new Uri($"{request.Scheme}://{request.Host}{request.PathBase}{path}")
            : new Uri(path, UriKind.Relative);
}
