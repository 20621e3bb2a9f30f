package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.lock.LockFile;
import java.io.File;
import java.util.List;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** The parameters that say which images a goal is for, and where they are; all goals have them. */
abstract class AbstractEcrMojo extends AbstractGoalMojo {
    /**
     * The images. Each is a plain reference, <code>REGISTRY/REPOSITORY[:TAG][@DIGEST]</code>, or the longer form. An
     * image of a registry for which there is one of the <code>mirrors</code> is written by its own name.<br>
     *
     * <pre>&lt;images&gt;<br
     * >  &lt;image&gt;123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.4&lt;/image&gt;<br
     * >  &lt;image&gt;postgres:16&lt;/image&gt;<br
     * >  &lt;image&gt;<br
     * >    &lt;id&gt;db&lt;/id&gt;<br
     * >    &lt;name&gt;123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/postgres@sha256:…&lt;/name&gt;<br
     * >    &lt;platform&gt;linux/arm64&lt;/platform&gt;<br
     * >    &lt;pullPolicy&gt;Always&lt;/pullPolicy&gt;<br
     * >    &lt;localTag&gt;orders-db:it&lt;/localTag&gt;<br
     * >  &lt;/image&gt;<br
     * >&lt;/images&gt;</pre>
     *
     * <p>The <code>id</code> names the image in the build, see <code>ecr:pull</code>. By default it is the last part of
     * the repository's path, such as <code>app</code>, if no other image has the same. <code>localTag</code> is a
     * second, short name that the image gets in the engine, so that compose files and tests need no account ID.
     *
     * <p>Without a tag and a digest, the tag is <code>latest</code>. On the command line, separate references by
     * commas: <code>-Decr.images=A,B</code> replaces all images of the POM, also those of executions. The command line
     * overrides the POM for every parameter, with all versions of Maven.
     *
     * <p>Called from the command line, as by <code>mvn ecr:pull</code>, the goal runs for the images of all modules (or
     * of those that <code>-pl</code> selects) and of all executions, each with its own configuration.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.images")
    private PlexusConfiguration images;

    /**
     * The files of a compose project, whose services' images are added to the <code>images</code> if they are in ECR or
     * have one of the <code>mirrors</code>, each with the service's name as its <code>id</code>. The other services are
     * left alone, in one line of the log.<br>
     *
     * <pre>&lt;composeFiles&gt;<br
     * >  &lt;composeFile&gt;compose.yaml&lt;/composeFile&gt;<br
     * >&lt;/composeFiles&gt;</pre>
     *
     * <p>Relative paths begin at the module's folder. Several files are merged into one project, as by <code>docker
     * compose -f A -f B</code>; on the command line, <code>-Decr.composeFiles=A,B</code>. The files mean what they mean
     * to compose, including <code>include</code>, <code>extends</code> and <code>profiles</code> (with the
     * environment's <code>COMPOSE_PROFILES</code>). A service's <code>platform</code> and <code>pull_policy</code> are
     * those of the image. A service with <code>build</code> is left alone, unless its <code>pull_policy</code> says
     * when to pull it. Files at other hosts are not read, with a warning.
     *
     * <p>Variables such as <code>${TAG:-1.4}</code> have the value of the environment; else of the property with this
     * name, of the command line or the POM; else of the file <code>.env</code> beside the first file, or of those that
     * <code>COMPOSE_ENV_FILES</code> names. So the environment decides here as it does for compose. Where a variable is
     * not set and has no default, there is a warning, and an error if no image reference is left.
     *
     * <p>An image that <code>images</code> have, too, also with a digest, is one image, as it is declared there. Images
     * or compose files of the command line replace both of the POM. A host that is not ECR's by its name, such as
     * LocalStack's, is one of ECR if <code>registries</code> declare it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.composeFiles")
    private List<String> composeFiles = List.of();

    /**
     * Credentials, role, region and endpoint of single registries. The entry for an image is the one with its
     * registry's host, else the first whose <code>*</code> pattern matches it. If it has no credentials, no region or
     * no endpoint, those of the goal's parameters are used. The goal's role belongs to the goal's credentials: an entry
     * with credentials or a role of its own does not take it, nor its external ID, session name and duration. An entry
     * may also name a host that does not look like ECR's, such as LocalStack's or a proxy's. <code>ecr:remove</code>
     * takes from it only which hosts are ECR's.<br>
     *
     * <pre>&lt;registries&gt;<br
     * >  &lt;registry&gt;<br
     * >    &lt;host&gt;123456789012.dkr.ecr.eu-west-1.amazonaws.com&lt;/host&gt;<br
     * >    &lt;profile&gt;dev&lt;/profile&gt;<br
     * >  &lt;/registry&gt;<br
     * >  &lt;registry&gt;<br
     * >    &lt;host&gt;210987654321.dkr.ecr.*&lt;/host&gt;<br
     * >    &lt;serverId&gt;ci&lt;/serverId&gt;<br
     * >    &lt;roleArn&gt;arn:aws:iam::210987654321:role/pull&lt;/roleArn&gt;<br
     * >    &lt;externalId&gt;build&lt;/externalId&gt;<br
     * >  &lt;/registry&gt;<br
     * >  &lt;registry&gt;<br
     * >    &lt;host&gt;localhost:4566&lt;/host&gt;<br
     * >    &lt;region&gt;us-east-1&lt;/region&gt;<br
     * >    &lt;endpoint&gt;http://localhost:4566&lt;/endpoint&gt;<br
     * >  &lt;/registry&gt;<br
     * >&lt;/registries&gt;</pre>
     *
     * <p>An entry has a <code>host</code> and any of: <code>serverId</code>; <code>profile</code>; <code>accessKeyId
     * </code>, <code>secretAccessKey</code>, <code>sessionToken</code>; <code>roleArn</code>, <code>externalId</code>,
     * <code>roleSessionName</code>, <code>duration</code>; <code>region</code>; <code>endpoint</code>. Prefer a <code>
     * serverId</code> to a key: with -X Maven prints the whole configuration, including the values of references.
     *
     * @since 0.1.0
     */
    @Parameter
    private PlexusConfiguration registries;

    /**
     * Where ECR has the images of other registries, by its <a
     * href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html">pull-through cache
     * rules</a>: <code>upstream</code> is the other registry (for Docker Hub <code>docker.io</code>), <code>registry
     * </code> the one in ECR, with the repository prefix of the rule, or without one for the prefix <code>ROOT</code>.
     * <br>
     *
     * <pre>&lt;mirrors&gt;<br
     * >  &lt;mirror&gt;<br
     * >    &lt;upstream&gt;docker.io&lt;/upstream&gt;<br
     * >    &lt;registry&gt;123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub&lt;/registry&gt;<br
     * >  &lt;/mirror&gt;<br
     * >  &lt;mirror&gt;<br
     * >    &lt;upstream&gt;quay.io&lt;/upstream&gt;<br
     * >    &lt;registry&gt;123456789012.dkr.ecr.eu-west-1.amazonaws.com/quay&lt;/registry&gt;<br
     * >  &lt;/mirror&gt;<br
     * >&lt;/mirrors&gt;</pre>
     *
     * <p>On the command line, and as a property of a profile in settings.xml: <code>
     * -Decr.mirrors=docker.io=REGISTRY/PREFIX,quay.io=REGISTRY/PREFIX</code>.
     *
     * <p>An image of such a registry is written by its own name, as docker takes it: <code>postgres:16</code>, <code>
     * testcontainers/ryuk:0.12.0</code>, <code>quay.io/keycloak/keycloak:26</code>. It is pulled from ECR (<code>
     * postgres</code>, as one of Docker Hub's official images, from <code>PREFIX/library/postgres</code>), and then has
     * both names in the engine, so that Testcontainers, compose and <code>docker run</code> find it by its own name and
     * ask no other registry. If the engine already has an image with that name, it is used, whatever its origin: with
     * the pull policy <code>IfNotPresent</code> nothing is pulled. With a digest it must be the one with that digest.
     * An engine cannot store an own name that has a digest but no tag: then tests use <code>ecr.ID.image</code>, see
     * <code>ecr:pull</code>.
     *
     * <p>The first pull of an image that ECR does not have yet needs two more permissions, <code>
     * ecr:BatchImportUpstreamImage</code> and, if the repository does not exist, <code>ecr:CreateRepository</code>.
     * This pull takes longer. ECR fetches by tag alone: an image with a tag and a digest, as from the <code>lockFile
     * </code>, is first fetched by its tag. One with a digest alone has to be pulled by its tag once.
     *
     * <p>The upstream may be another registry of ECR, too. An image is pulled by one mirror only: a mirror whose
     * registry has a mirror itself is an error, and so is one whose registry is not ECR's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.mirrors")
    private PlexusConfiguration mirrors;

    /**
     * The lock file, which has the digest of each tag, one image a line: <code>REGISTRY/REPOSITORY:TAG@DIGEST</code>,
     * or its own name if it has one of the <code>mirrors</code>, sorted; <code>#</code> begins a comment. <code>
     * ecr:lock</code> writes it. If it exists, <code>ecr:pull</code> pulls these digests and gives them their tags, and
     * an image that is not in the file is an error; <code>ecr:check</code> reports tags that have moved since. An image
     * with its own digest or with the pull policy <code>Never</code> needs no line.
     *
     * <p>By default each module has its own file, beside its POM. One file for the whole build, beside the folder
     * <code>.mvn</code>:<br>
     *
     * <pre>&lt;lockFile&gt;${maven.multiModuleProjectDirectory}/ecr.lock&lt;/lockFile&gt;</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.lockFile", defaultValue = "${basedir}/ecr.lock")
    private File lockFile;

    /**
     * The images to use in this run; by default all. Give ids or names, separated by commas; <code>*</code> stands for
     * any characters: <code>-Decr.filter=db,*-api</code>. A pattern matches an image by its id, its reference, its
     * repository, or its repository and tag: <code>db</code>, <code>*.eu-west-1.amazonaws.com/*</code>, <code>team/db
     * </code>, <code>team/*:16</code>. A goal called from the command line fails if no pattern matches any image.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.filter")
    private List<String> filter = List.of();

    /** The module's folder, where paths begin. */
    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    private File basedir;

    private GoalImages goalImages;

    private DeclaredImages declaredImages;

    /** Returns whether the goal, as it is configured, has anything to do. */
    final boolean hasWork() {
        return !images().canBeRead() || !images().all().isEmpty() || !needsImages();
    }

    /** Returns whether the goal needs at least one image. */
    boolean needsImages() {
        return true;
    }

    /**
     * Checks the values of the parameters that can be checked before anything is done.
     *
     * @throws ExplainedException if one is wrong; the message names it
     */
    void checkConfiguration() {
        context().expressions().requireAllSet();
        context().elements().registries(registries);
        mirrors();
        images().all();
        declaredImages().logOnce();
    }

    /** Returns the images that pass the filter. */
    final GoalImages images() {
        if (goalImages == null) {
            goalImages = new GoalImages(declaredImages()::read, filter);
        }
        return goalImages;
    }

    /** Reads the images that pass the filter; the problems take those that cannot be read. */
    final <T> List<T> readImages(Function<ImageParameter, T> read, ModuleProblems problems) {
        return images().read(read, bad -> problems.addBadImage(moduleName(), bad));
    }

    private DeclaredImages declaredImages() {
        if (declaredImages == null) {
            declaredImages = new DeclaredImages(context(), basedir, images, composeFiles, registries, mirrors);
        }
        return declaredImages;
    }

    final boolean declaresRegistries() {
        return registries != null && registries.getChildCount() > 0;
    }

    final List<DeclaredRegistry> declaredRegistries() {
        return declaredImages().registries();
    }

    final Mirrors mirrors() {
        return declaredImages().mirrors();
    }

    /**
     * Reads the lock file, if there is one.
     *
     * @throws ExplainedException if it cannot be read or is damaged
     */
    final LockFile lock() {
        return LockFile.read(lockFile.toPath().toAbsolutePath().normalize(), context()::lockCommand);
    }
}
