// Job DSL: a folder with a Pipeline for each repository. It builds the Jenkinsfile on pushes and merge requests.
// "repositories" is what codeupListRepositories returned. "codeup-clone" is a Username with password: Codeup's HTTPS clone
// account.
folder('codeup')

for (repo in repositories) {
  // the path is organization/group/repository; names of jobs have no slashes
  def name = repo.path.split('/', 2)[1].replace('/', '-')
  pipelineJob("codeup/${name}") {
    properties {
      pipelineTriggers {
        triggers {
          codeup {
            repository(repo.id as String)
            mergeRequestsEvents(true)
          }
        }
      }
    }
    definition {
      cpsScm {
        scm {
          git {
            remote {
              // lists of the Yunxiao API have no clone URL
              url(repo.httpUrl ?: "${repo.webUrl}.git")
              credentials('codeup-clone')
            }
            branch('*/main')
          }
        }
      }
    }
  }
}
